import { Button, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { type ReactNode, type SubmitEvent, useState } from 'react';
import { FailureNotice } from '#failure/failure-notice.tsx';
import type { Auth } from '#medplum/auth.ts';
import type { LoginStep } from '#medplum/login-step.ts';

type PasswordFormProps = Readonly<{ auth: Auth; onStep: (step: LoginStep) => void }>;

export function PasswordForm({ auth, onStep }: PasswordFormProps): ReactNode {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();

  const submit = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setError(undefined);
    try {
      const { password } = await auth.connect();
      onStep(await password({ email: form.get('email') as string, password: form.get('password') as string }));
    } catch (caught) {
      setError(caught);
    } finally {
      setBusy(false);
    }
  };

  return (
    <Paper withBorder p="lg" component="section" aria-labelledby="by-password">
      <form onSubmit={(event) => void submit(event)}>
        <Stack>
          <Title order={2} size="h3" id="by-password">
            In this page
          </Title>
          <Text>No detour, but this app sees the password. For an app that you trust as much as Medplum itself.</Text>
          <TextInput name="email" type="email" label="Email" autoComplete="username" required withAsterisk={false} />
          <PasswordInput
            name="password"
            label="Password"
            autoComplete="current-password"
            required
            withAsterisk={false}
          />
          <FailureNotice error={error} />
          <Button type="submit" variant="default" loading={busy}>
            Sign in here
          </Button>
        </Stack>
      </form>
    </Paper>
  );
}
