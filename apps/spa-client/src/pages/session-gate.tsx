import { Button, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { Navigate, Outlet, useLocation } from 'react-router';
import type { PageProps } from '#feature';
import { SignInError } from '#medplum/error.ts';
import { failureOf } from '#ui/failure.ts';
import { lazyPage, Waiting } from '#ui/page-parts.tsx';
import { FailurePage } from '#ui/show-failure.tsx';

const MedplumProvider = lazyPage(async () => (await import('@medplum/react-hooks')).MedplumProvider);

const unreachable = failureOf(new SignInError('unreachable', 'Medplum did not say whose tokens these are'));

/** Lets a signed-in user through and sends everybody else to sign in, then back to the page they asked for. */
export function SessionGate({ auth, state }: PageProps): ReactNode {
  const { pathname, search } = useLocation();
  if (state.status === 'restoring') {
    return <Waiting>Restoring your session</Waiting>;
  }
  if (state.status === 'signing-out') {
    return <Waiting>Signing you out</Waiting>;
  }
  if (state.status === 'unreachable') {
    // Whoever has tokens of an earlier page stays signed in on this device.
    return (
      <Stack align="flex-start">
        <FailurePage failure={unreachable} retry={{ to: pathname, label: 'Try again' }} />
        <Button variant="default" onClick={() => void auth.session.signOut()}>
          Sign out on this device
        </Button>
      </Stack>
    );
  }
  if (state.status === 'signed-in') {
    return (
      <MedplumProvider medplum={state.medplum}>
        <Outlet />
      </MedplumProvider>
    );
  }
  // After an explicit sign-out the next person may be somebody else, who must not land on this page.
  const keep = state.because === 'not-yet' || state.because === 'session-ended';
  const query = keep && pathname !== '/' ? `?${new URLSearchParams({ returnTo: pathname + search })}` : '';
  return <Navigate to={`/sign-in${query}`} replace />;
}
