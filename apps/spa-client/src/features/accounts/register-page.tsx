import { Anchor, Stack, Text } from '@mantine/core';
import { type ReactNode, useState, useSyncExternalStore } from 'react';
import { Link, Navigate } from 'react-router';
import type { Auth } from '#medplum/auth.ts';
import { PageTitle } from '#ui/page-parts.tsx';
import { RegisterForm } from './register-form.tsx';

type RegisterPageProps = Readonly<{ auth: Auth; projectId: string }>;

export function RegisterPage({ auth, projectId }: RegisterPageProps): ReactNode {
  const { session } = auth;
  const state = useSyncExternalStore(session.subscribe, session.state);
  const [madeAccount, setMadeAccount] = useState(false);

  if (state.status === 'signed-in') {
    return <Navigate to="/" replace />;
  }
  if (madeAccount) {
    // The project asks for more at each sign-in, for example a second factor.
    return <Navigate to="/sign-in" replace />;
  }
  return (
    <Stack maw="36rem">
      <PageTitle>Register as a patient</PageTitle>
      <Text>
        Medplum makes an account and an empty chart for you. The project&rsquo;s default access policy decides what you
        see: yourself, and nobody else.
      </Text>
      <RegisterForm auth={auth} projectId={projectId} onAccount={() => setMadeAccount(true)} />
      <Text size="sm" c="dimmed">
        You have an account?{' '}
        <Anchor component={Link} to="/sign-in" underline="always">
          Sign in
        </Anchor>
        . Are you here already as a patient of the clinic? Ask for an invitation instead: it is tied to your chart.
      </Text>
    </Stack>
  );
}
