import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import type { ExternalAttempt } from './external-attempt.ts';
import { receiveAnswer, type SignInWindow } from './sign-in-window.ts';

const pollMs = 500;

/** Finishes here, in the tab that knows the code verifier, what the attempt's window brings back, however late. */
export function useWindowAnswer(attempt: ExternalAttempt | undefined): void {
  const navigate = useNavigate();
  const id = attempt?.windowId;
  useEffect(
    () =>
      id
        ? receiveAnswer(id, (search) => void navigate({ pathname: '/callback', search }, { replace: true }))
        : undefined,
    [id, navigate],
  );
}

/** No event tells that a window was closed. */
export function useIsClosed(window: SignInWindow | undefined): boolean {
  const [isClosed, setClosed] = useState(() => window?.isClosed() ?? true);
  useEffect(() => {
    const timer = setInterval(() => setClosed(window?.isClosed() ?? true), pollMs);
    return () => clearInterval(timer);
  }, [window]);
  return isClosed;
}
