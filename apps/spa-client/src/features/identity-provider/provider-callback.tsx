import { Text } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { LoginStepPage } from '#login/login-step-page.tsx';
import type { Auth } from '#medplum/auth.ts';
import { failureOf } from '#ui/failure.ts';
import { Waiting } from '#ui/page-parts.tsx';
import { isInSignInWindow } from './external-attempt.ts';
import { type Finished, finishExternalSignIn } from './external-sign-in.ts';
import { signInWindows } from './sign-in-window.ts';

type ProviderCallbackProps = Readonly<{ auth: Auth }>;

/** Where Medplum sends the browser back to after an identity provider: the window beside this app's page, or that page. */
export function ProviderCallback({ auth }: ProviderCallbackProps): ReactNode {
  return isInSignInWindow(auth.tabStorage) ? <HandOver auth={auth} /> : <Finish auth={auth} />;
}

function HandOver({ auth }: ProviderCallbackProps): ReactNode {
  const { search } = useLocation();
  useEffect(() => {
    signInWindows(auth).handOver(search);
    window.history.replaceState(null, '', '/callback');
  }, [auth, search]);
  return <Text>Your sign-in goes on in the page that opened this window. You can close this one.</Text>;
}

function Finish({ auth }: ProviderCallbackProps): ReactNode {
  const { search } = useLocation();
  const navigate = useNavigate();
  const [finished, setFinished] = useState<Finished>();

  useEffect(() => {
    auth
      .connect()
      .then(async ({ context }) => finishExternalSignIn(context, search))
      .then(setFinished, (error: unknown) => navigate('/sign-in/failed', { replace: true, state: failureOf(error) }));
  }, [auth, search, navigate]);

  useEffect(() => {
    if (finished?.step.status === 'signed-in') {
      void navigate(finished.returnTo, { replace: true });
    }
  }, [finished, navigate]);

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
