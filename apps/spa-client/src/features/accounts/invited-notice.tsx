import { Alert, Button, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { SecretLink } from '#parts/secret-link.tsx';
import type { Invited } from './invitation.ts';

type InvitedNoticeProps = Readonly<{ invited: Invited; onAnother: () => void }>;

export function InvitedNotice({ invited: { membership, link }, onAnother }: InvitedNoticeProps): ReactNode {
  const name = membership.profile?.display ?? 'The person';
  return (
    <Stack align="flex-start">
      {link ? (
        <SecretLink title={`${name} is a member now`} label="Link to set a password" url={link}>
          Whoever opens this link first sets the password and takes over the account. Give it to nobody else, on a way
          that you trust, and do not post it where others read. It works once, and this page shows it once.
        </SecretLink>
      ) : (
        <Alert color="green" role="status" title={`${name} is a member now`}>
          Medplum was asked to mail {membership.user?.display} a link. It leads to the page at the server&rsquo;s{' '}
          <code>appBaseUrl</code>, which is Medplum&rsquo;s own unless the server is yours and says otherwise.
        </Alert>
      )}
      <Button variant="default" onClick={onAnother}>
        Invite another person
      </Button>
    </Stack>
  );
}
