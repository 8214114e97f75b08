import type { BrowserSettings } from '@auth-patterns/auth-config';
import { type ReactNode, useEffect, useState, useSyncExternalStore } from 'react';
import { createIdleTimeout } from './idle-timeout.ts';
import type { Session } from '#medplum/session.ts';
import { IdleWarning } from './idle-warning.tsx';

type IdleWatchProps = Readonly<{ settings: BrowserSettings; signOut: Session['signOut'] }>;

/** Signs out whoever has left a workstation that others use too, and warns first. */
export function IdleWatch({ settings, signOut }: IdleWatchProps): ReactNode {
  const { idleTimeoutMinutes: minutes, tokenStorage } = settings;
  const [idle] = useState(() =>
    createIdleTimeout({ minutes, localStorage: window.localStorage, isFreshSignIn: tokenStorage === 'memory' }),
  );
  const state = useSyncExternalStore(idle.subscribe, idle.state);
  useEffect(() => idle.watch(), [idle]);
  useEffect(() => {
    if (state.status === 'over') {
      void signOut('idle');
    }
  }, [state.status, signOut]);

  return state.status === 'ending' ? (
    <IdleWarning secondsLeft={state.secondsLeft} stay={idle.stay} leave={() => void signOut()} />
  ) : null;
}
