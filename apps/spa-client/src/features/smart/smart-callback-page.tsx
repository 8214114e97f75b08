import { type ReactNode, useEffect } from 'react';
import { useLocation, useNavigate } from 'react-router';
import type { Auth } from '#medplum/auth.ts';
import { failureOf, type Failure } from '#ui/failure.ts';
import { Waiting } from '#ui/page-parts.tsx';
import { FailurePage } from '#ui/show-failure.tsx';
import { smartApp } from './smart-launch.ts';
import { startAgain } from './start-again.ts';

/** Where Medplum sends the browser back to after a launch. Either way the code leaves the address bar at once. */
export function SmartCallbackPage({ auth }: Readonly<{ auth: Auth }>): ReactNode {
  const { search, state } = useLocation();
  const navigate = useNavigate();
  // In the history, so that it survives the change of the address.
  const failure = (state as { failure?: Failure } | null)?.failure;

  useEffect(() => {
    if (failure) {
      return;
    }
    auth
      .connect()
      .then(async ({ context }) => smartApp(context).finish(search))
      .then(
        () => navigate('/smart/app', { replace: true }),
        (error: unknown) => navigate('/smart/callback', { replace: true, state: { failure: failureOf(error) } }),
      );
  }, [auth, search, navigate, failure]);

  return failure ? <FailurePage failure={failure} retry={startAgain} /> : <Waiting>Signing you in</Waiting>;
}
