import { type MedplumClient, OperationOutcomeError, type ProfileResource } from '@medplum/core';

export type SignedOutBecause = 'not-yet' | 'session-ended' | 'signed-out' | 'signed-out-here-only';

export type SessionState =
  | Readonly<{ status: 'restoring' }>
  | Readonly<{ status: 'signed-in'; profile: ProfileResource }>
  | Readonly<{ status: 'signed-out'; because: SignedOutBecause }>
  | Readonly<{ status: 'unreachable' }>;

/** Who is signed in, as a store that React can subscribe to. */
export type Session = Readonly<{
  state: () => SessionState;
  subscribe: (listener: () => void) => () => void;
  signOut: () => Promise<void>;
}>;

/** The SDK's own `isLoading()` stays true for ever once `auth/me` has failed, so this store watches that call. */
export function createSession(medplum: MedplumClient): Session {
  const listeners = new Set<() => void>();
  let state: SessionState = { status: 'restoring' };
  let because: SignedOutBecause = medplum.getActiveLogin() ? 'session-ended' : 'not-yet';

  const become = (next: SessionState): void => {
    state = next;
    for (const listener of listeners) {
      listener();
    }
  };
  const update = (): void => {
    const profile = medplum.getProfile();
    if (profile) {
      because = 'session-ended';
    }
    become(profile ? { status: 'signed-in', profile } : { status: 'signed-out', because });
  };
  // Refused tokens are gone by now. Tokens that are still there found nobody to answer.
  const fail = (): void => (medplum.getActiveLogin() ? become({ status: 'unreachable' }) : update());
  const signOut = async (): Promise<void> => {
    because = 'signed-out';
    try {
      await medplum.signOut();
    } catch (error) {
      because = isRefusedToken(error) ? 'signed-out' : 'signed-out-here-only';
      // The SDK keeps the tokens when Medplum does not answer.
      medplum.clear();
    }
  };

  void medplum.getProfileAsync().then(update, fail);
  medplum.addEventListener('change', update);
  return {
    state: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    signOut,
  };
}

function isRefusedToken(error: unknown): boolean {
  return error instanceof OperationOutcomeError && error.outcome.id === 'unauthorized';
}
