import { Button, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Navigate, Outlet, useLocation } from 'react-router';
import type { Session, SessionState } from '#medplum/session.ts';
import { lazyPage } from '#ui/lazy-page.ts';
import { PageTitle } from '#ui/page-title.tsx';
import { Waiting } from '#ui/waiting.tsx';

const SignedInArea = lazyPage(async () => (await import('./signed-in-area.tsx')).SignedInArea);

type SessionGateProps = Readonly<{ state: SessionState; signOut: Session['signOut'] }>;

/** Lets a signed-in user through and sends everybody else to sign in, then back to the page they asked for. */
export function SessionGate({ state, signOut }: SessionGateProps): ReactNode {
  const { pathname, search } = useLocation();
  if (state.status === 'restoring') {
    return <Waiting>Restoring your session</Waiting>;
  }
  if (state.status === 'signing-out') {
    return <Waiting>Signing you out</Waiting>;
  }
  if (state.status === 'unreachable') {
    return <Unreachable signOut={signOut} />;
  }
  if (state.status === 'signed-in') {
    return (
      <SignedInArea medplum={state.medplum}>
        <Outlet />
      </SignedInArea>
    );
  }
  // After an explicit sign-out the next person may be somebody else, who must not land on this page.
  const keep = state.because === 'not-yet' || state.because === 'session-ended';
  const query = keep && pathname !== '/' ? `?${new URLSearchParams({ returnTo: pathname + search })}` : '';
  return <Navigate to={`/sign-in${query}`} replace />;
}

function Unreachable({ signOut }: Pick<SessionGateProps, 'signOut'>): ReactNode {
  return (
    <Stack align="flex-start">
      <PageTitle>Medplum does not answer</PageTitle>
      <Text>
        You are still signed in on this device, but the server could not be reached. Check the connection, and that the
        server at <code>PUBLIC_MEDPLUM_BASE_URL</code> is running and allows this page&rsquo;s origin (CORS).
      </Text>
      <Button onClick={() => window.location.reload()}>Try again</Button>
      <Button variant="default" onClick={() => void signOut()}>
        Sign out on this device
      </Button>
    </Stack>
  );
}
