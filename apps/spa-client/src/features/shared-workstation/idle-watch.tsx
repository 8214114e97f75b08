import { type ReactNode, useEffect, useState, useSyncExternalStore } from 'react';
import type { Auth } from '#medplum/auth.ts';
import { createIdleTimeout } from './idle-timeout.ts';
import { IdleWarning } from './idle-warning.tsx';
import { idleTimeoutMinutes } from './last-use.ts';

/** Signs out whoever has left a workstation that others use too, and warns first. */
export function IdleWatch({ auth }: Readonly<{ auth: Auth }>): ReactNode {
  const { settings, localStorage } = auth;
  const { signOut } = auth.session;
  const [idle] = useState(() =>
    createIdleTimeout({
      minutes: idleTimeoutMinutes(auth),
      localStorage,
      isFreshSignIn: settings.tokenStorage === 'memory',
    }),
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
