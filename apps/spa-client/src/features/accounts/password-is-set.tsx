import { Alert, Button, Stack, Text } from '@mantine/core';
import { type ReactNode, useSyncExternalStore } from 'react';
import { Link } from 'react-router';
import type { Session } from '#medplum/session.ts';
import { PageTitle } from '#ui/page-parts.tsx';

/** Setting a password signs nobody in, and whoever uses this browser may be somebody else. */
export function PasswordIsSet({ session }: Readonly<{ session: Session }>): ReactNode {
  const { status } = useSyncExternalStore(session.subscribe, session.state);
  return (
    <Stack align="flex-start" maw="32rem">
      <PageTitle>Your password is set</PageTitle>
      <Text>The link is used up. Sign in with your email and the new password.</Text>
      {status === 'signed-in' ? (
        <Alert role="note" color="yellow" title="Somebody is signed in here already">
          Perhaps it is the administrator who made the link. Sign them out first.
          <Button mt="sm" display="block" variant="default" onClick={() => void session.signOut()}>
            Sign out
          </Button>
        </Alert>
      ) : (
        <Button component={Link} to="/sign-in">
          Sign in
        </Button>
      )}
    </Stack>
  );
}
