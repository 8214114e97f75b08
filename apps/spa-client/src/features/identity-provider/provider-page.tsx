import { type ReactNode, useState } from 'react';
import { Navigate, useLocation, useNavigate } from 'react-router';
import { callbackAttemptKey, takeAttempt } from '#medplum/attempt.ts';
import type { Auth } from '#medplum/auth.ts';
import { pendingExternalAttempt } from './external-attempt.ts';
import type { ExternalSignIn } from './external-sign-in.ts';
import { ProviderUnfinished } from './provider-unfinished.tsx';
import { ProviderWaiting } from './provider-waiting.tsx';
import { type SignInWindow, signInWindows } from './sign-in-window.ts';
import { useIsClosed, useWindowAnswer } from './use-window-answer.ts';

type ProviderPageProps = Readonly<{ auth: Auth }>;

/** Stays while an identity provider asks who the user is, and explains what this page never hears of. */
export function ProviderPage({ auth }: ProviderPageProps): ReactNode {
  // Another try leads to the same address: the key makes it a page that begins anew.
  return <ProviderSignIn key={useLocation().key} auth={auth} />;
}

function ProviderSignIn({ auth }: ProviderPageProps): ReactNode {
  const navigate = useNavigate();
  const [attempt] = useState(() => pendingExternalAttempt(auth.tabStorage));
  const [signInWindow] = useState(() => openWindowOf(auth, attempt?.windowId));
  const isClosed = useIsClosed(signInWindow);
  useWindowAnswer(attempt);

  if (!attempt) {
    return <Navigate to="/sign-in" replace />;
  }
  const signIn: ExternalSignIn = { ...attempt.provider, returnTo: attempt.returnTo };
  const giveUp = (): void => {
    takeAttempt(auth.tabStorage, callbackAttemptKey);
    signInWindow?.close();
    void navigate({ pathname: '/sign-in', search: `?${new URLSearchParams({ returnTo: attempt.returnTo })}` });
  };
  return signInWindow && !isClosed ? (
    <ProviderWaiting name={signIn.name} show={signInWindow.show} cancel={giveUp} />
  ) : (
    <ProviderUnfinished auth={auth} signIn={signIn} inWindow={attempt.windowId !== undefined} giveUp={giveUp} />
  );
}

function openWindowOf(auth: Auth, id: string | undefined): SignInWindow | undefined {
  const current = signInWindows(auth).current();
  return current && current.id === id ? current : undefined;
}
