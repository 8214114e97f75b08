import { Text } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { failureOf } from '#ui/failure.ts';
import type { Auth } from '#medplum/auth.ts';
import type { Finished } from '#medplum/sign-in.ts';
import { Waiting } from '#ui/waiting.tsx';
import { LoginStepPage } from '#login/login-step-page.tsx';

/** Where Medplum sends the browser back to. Either way it leaves at once, and the code leaves the address bar. */
export function CallbackPage({ auth }: Readonly<{ auth: Auth }>): ReactNode {
  const { search } = useLocation();
  const navigate = useNavigate();
  const [finished, setFinished] = useState<Finished>();
  const isForOpener = auth.windows.isSignInWindow();

  useEffect(() => {
    if (isForOpener) {
      auth.windows.handOver(search);
      window.history.replaceState(null, '', '/callback');
      return;
    }
    auth
      .connect()
      .then(({ redirect }) => redirect.finish(search))
      .then(setFinished, (error: unknown) => navigate('/sign-in/failed', { replace: true, state: failureOf(error) }));
  }, [auth, isForOpener, search, navigate]);

  useEffect(() => {
    if (finished?.step.status === 'signed-in') {
      void navigate(finished.returnTo, { replace: true });
    }
  }, [finished, navigate]);

  if (isForOpener) {
    return <Text>Your sign-in goes on in the page that opened this window. You can close this one.</Text>;
  }
  return finished && finished.step.status !== 'signed-in' ? (
    <LoginStepPage
      step={finished.step}
      onStep={(step) => setFinished({ ...finished, step })}
      startOver={() => void navigate('/sign-in', { replace: true })}
    />
  ) : (
    <Waiting>Signing you in</Waiting>
  );
}
