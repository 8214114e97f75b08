import type { ReactNode } from 'react';
import { Navigate, Outlet, useLocation } from 'react-router';
import type { Session, SessionState } from '#medplum/session.ts';
import { lazyPage } from '#ui/lazy-page.ts';
import { Waiting } from '#ui/waiting.tsx';

const SignedInArea = lazyPage(async () => (await import('./signed-in-area.tsx')).SignedInArea);
const UnreachablePage = lazyPage(async () => (await import('./unreachable-page.tsx')).UnreachablePage);

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
    return <UnreachablePage signOut={signOut} />;
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
