import type { MedplumClient, ProfileResource } from '@medplum/core';
import { createStore } from './store.ts';

export type SignedOutBecause = 'not-yet' | 'session-ended' | 'signed-out' | 'signed-out-here-only';

export type SessionState =
  | Readonly<{ status: 'restoring' }>
  | Readonly<{ status: 'signed-in'; profile: ProfileResource; medplum: MedplumClient }>
  | Readonly<{ status: 'signed-out'; because: SignedOutBecause }>
  | Readonly<{ status: 'unreachable' }>;

/** Who is signed in, as a store that React can subscribe to. */
export type Session = Readonly<{
  state: () => SessionState;
  subscribe: (listener: () => void) => () => void;
  /** Ends the session, at Medplum and here. `because` is what the sign-in page then says. */
  signOut: (because?: SignedOutBecause) => Promise<void>;
  /** An earlier page left tokens: connects to find out whom they belong to. */
  restore: (connect: () => Promise<unknown>) => void;
  /** Goes by what this client knows from now on. */
  follow: (medplum: MedplumClient) => void;
}>;

/** The SDK's own `isLoading()` stays true for ever once `auth/me` has failed, so this store watches that call. */
export function createSession(): Session {
  const store = createStore<SessionState>({ status: 'signed-out', because: 'not-yet' });
  let because: SignedOutBecause = 'not-yet';
  let medplum: MedplumClient | undefined;

  const update = (): void => {
    const profile = medplum?.getProfile();
    if (profile && medplum) {
      because = 'session-ended';
      store.set({ status: 'signed-in', profile, medplum });
    } else {
      store.set({ status: 'signed-out', because });
    }
  };
  // Refused tokens are gone by now. Tokens that are still there found nobody to answer.
  const fail = (): void => (medplum?.getActiveLogin() ? store.set({ status: 'unreachable' }) : update());

  const signOut = async (reason: SignedOutBecause = 'signed-out'): Promise<void> => {
    because = reason;
    try {
      await medplum?.signOut();
    } catch (error) {
      because = isRefusedToken(error) ? reason : 'signed-out-here-only';
      // The SDK keeps the tokens when Medplum does not answer.
      medplum?.clear();
    }
  };

  return {
    state: store.get,
    subscribe: store.subscribe,
    signOut,
    restore: (connect) => {
      store.set({ status: 'restoring' });
      connect().catch(() => store.set({ status: 'unreachable' }));
    },
    follow: (client) => {
      medplum = client;
      because = client.getActiveLogin() ? 'session-ended' : because;
      if (store.get().status === 'restoring') {
        void client.getProfileAsync().then(update, fail);
      }
      client.addEventListener('change', update);
    },
  };
}

function isRefusedToken(error: unknown): boolean {
  return (error as { outcome?: { id?: string } }).outcome?.id === 'unauthorized';
}
