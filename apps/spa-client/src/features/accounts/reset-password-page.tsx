import { Alert, Anchor, Button, Stack, Text, TextInput } from '@mantine/core';
import { type ReactNode, type SubmitEvent, useState } from 'react';
import { Link } from 'react-router';
import type { Auth } from '#medplum/auth.ts';
import { useRequest } from '#parts/use-request.ts';
import { PageTitle } from '#ui/page-parts.tsx';
import { FailureNotice } from '#ui/show-failure.tsx';

type ResetPasswordPageProps = Readonly<{ auth: Auth; projectId: string | undefined }>;

export function ResetPasswordPage({ auth, projectId }: ResetPasswordPageProps): ReactNode {
  const { busy, error, send } = useRequest();
  const [askedFor, setAskedFor] = useState<string>();

  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const email = (new FormData(event.currentTarget).get('email') as string).trim();
    setAskedFor(undefined);
    send(async () => {
      const [{ context }, { requestPasswordReset }] = await Promise.all([auth.connect(), import('./set-password.ts')]);
      await requestPasswordReset(context, email, projectId);
      setAskedFor(email);
    });
  };

  return (
    <Stack maw="32rem">
      <PageTitle>Forgot your password?</PageTitle>
      <Text>Medplum mails you a link with which you set a new one. Until then the old one stays.</Text>
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            name="email"
            type="email"
            label="Email"
            autoComplete="username"
            maxLength={72}
            required
            withAsterisk={false}
          />
          <FailureNotice error={error} />
          {askedFor && (
            <Alert color="green" role="status" title="If there is an account, a mail is on its way">
              To {askedFor}. This page is told the same whether there is one or not, so that nobody can find out who has
              an account here. Nothing after a few minutes? Look among unwanted mail, and check the address.
            </Alert>
          )}
          <Button type="submit" loading={busy}>
            Mail me a link
          </Button>
        </Stack>
      </form>
      <Anchor component={Link} to="/sign-in">
        Back to the sign-in
      </Anchor>
    </Stack>
  );
}
