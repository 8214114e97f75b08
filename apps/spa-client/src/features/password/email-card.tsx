import { Button, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import type { ReactNode, SubmitEvent } from 'react';
import type { CardProps } from '#login/sign-in-feature.ts';
import { useLoginSteps } from '#login/use-login-steps.tsx';
import { lazyPart } from '#ui/page-parts.tsx';
import { FailureNotice } from '#ui/show-failure.tsx';
import { useEmailSignIn } from './use-email-sign-in.ts';

// Nobody sees these before Medplum has answered, so the first screen does not pay for them.
const OrganisationSignIn = lazyPart(async () => (await import('./organisation-sign-in.tsx')).OrganisationSignIn);
const PasswordField = lazyPart(async () => (await import('./password-field.tsx')).PasswordField);

/** Sign-in without leaving the page. The email stays in the form, so that password managers keep the two together. */
export function EmailCard({ auth, email, onEmail, returnTo, replaceCards, elsewhere }: CardProps): ReactNode {
  const { answer, busy, error, submit } = useEmailSignIn(auth, elsewhere, useLoginSteps(replaceCards));
  const provider = answer?.email === email ? answer.provider : undefined;
  const byPassword = answer && !answer.provider;

  const send = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    submit(email, new FormData(event.currentTarget).get('password') as string | null);
  };

  return (
    <Paper withBorder p="lg" component="section" aria-labelledby="by-password">
      <form onSubmit={send}>
        <Stack>
          <Title order={2} size="h3" id="by-password">
            In this page
          </Title>
          <Text>No detour, but this app sees the password. For an app that you trust as much as Medplum itself.</Text>
          <TextInput
            name="email"
            type="email"
            label="Email"
            autoComplete="username"
            required
            withAsterisk={false}
            value={email}
            onChange={(event) => onEmail(event.currentTarget.value)}
          />
          {byPassword && <PasswordField unknownBecause={answer.unknownBecause} />}
          <FailureNotice error={error} />
          {provider && elsewhere ? (
            <OrganisationSignIn auth={auth} elsewhere={elsewhere} provider={provider} returnTo={returnTo} />
          ) : (
            <Button type="submit" variant="default" loading={busy}>
              {byPassword ? 'Sign in here' : 'Next'}
            </Button>
          )}
        </Stack>
      </form>
    </Paper>
  );
}
