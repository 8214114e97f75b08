import { Anchor, Stack, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { Link, useParams } from 'react-router';
import type { Auth } from '#medplum/auth.ts';
import { useSecretOfAddress } from '#parts/use-secret-of-address.ts';
import { PageTitle } from '#ui/page-parts.tsx';
import { PasswordIsSet } from './password-is-set.tsx';
import { SetPasswordForm } from './set-password-form.tsx';

/** Where the link of an invitation or of a forgotten password leads. */
export function SetPasswordPage({ auth }: Readonly<{ auth: Auth }>): ReactNode {
  const { id, secret } = useParams();
  const link = useSecretOfAddress(id && secret && `${id}/${secret}`, '/setpassword');
  const [doneLink, setDoneLink] = useState<string>();

  if (!link) {
    return <WithoutLink />;
  }
  if (link === doneLink) {
    return <PasswordIsSet session={auth.session} />;
  }
  return (
    <Stack maw="32rem">
      <PageTitle>Set a password</PageTitle>
      <Text>It goes straight to Medplum. From then on you sign in with your email and this password.</Text>
      <SetPasswordForm key={link} auth={auth} link={link} onDone={() => setDoneLink(link)} />
    </Stack>
  );
}

function WithoutLink(): ReactNode {
  return (
    <Stack maw="32rem">
      <PageTitle>Open the link again</PageTitle>
      <Text>
        This page keeps the secret of your link in memory alone, so that nobody finds it in the address bar or the
        history. After a reload it is gone: open the link from the mail, or from whoever gave it to you, once more.
      </Text>
      <Anchor component={Link} to="/resetpassword">
        Ask for a new link
      </Anchor>
    </Stack>
  );
}
