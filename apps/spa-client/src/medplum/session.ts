import type { MedplumClient, ProfileResource } from '@medplum/core';
import { createStore } from 'zustand/vanilla';

export type SignedOutBecause = 'not-yet' | 'session-ended' | 'signed-out' | 'signed-out-here-only';

export type SessionState =
  | Readonly<{ status: 'restoring' }>
  | Readonly<{ status: 'signed-in'; profile: ProfileResource; medplum: MedplumClient }>
  | Readonly<{ status: 'signing-out' }>
  | Readonly<{ status: 'signed-out'; because: string }>
  | Readonly<{ status: 'unreachable' }>;

/** Who is signed in, as a store that React can subscribe to. */
export type Session = Readonly<{
  state: () => SessionState;
  subscribe: (listener: () => void) => () => void;
  /**
   * Ends the session, at Medplum and here. The sign-in page then says why: a SignedOutBecause, or a feature's reason, and
   * that with `-here-only` after it when Medplum did not answer.
   */
  signOut: (because?: string) => Promise<void>;
  /** An earlier page left tokens: connects to find out whom they belong to, or to sign out if that page was left alone. */
  restore: (connect: () => Promise<unknown>, signOutBecause?: string) => void;
  /** Goes by what this client knows from now on. */
  follow: (medplum: MedplumClient) => void;
}>;

/** How long to wait for Medplum, in milliseconds. */
const logoutMs = 5000;

/**
 * The SDK's own `isLoading()` stays true for ever once `auth/me` has failed, so this store watches that call.
 *
 * @param forget - Forgets the tokens of this origin, and tells other tabs why.
 * @param first - What the sign-in page says at first.
 */
export function createSession(forget: (because: string) => void, first = 'not-yet'): Session {
  const store = createStore<SessionState>(() => ({ status: 'signed-out', because: first }));
  const become = (state: SessionState): void => store.setState(state, true);
  let because = first;
  let medplum: MedplumClient | undefined;
  let leaving: Promise<void> | undefined;

  const show = (): void => {
    const profile = medplum?.getProfile();
    because = profile ? 'session-ended' : because;
    become(profile && medplum ? { status: 'signed-in', profile, medplum } : { status: 'signed-out', because });
  };
  const update = (): void => (store.getState().status === 'signing-out' ? undefined : show());
  // If tokens remain, Medplum was unreachable: refused ones are gone by now.
  const fail = (): void => (medplum?.getActiveLogin() ? become({ status: 'unreachable' }) : update());

  const leave = async (reason: string): Promise<void> => {
    become({ status: 'signing-out' });
    const isRevoked = await revoke(medplum);
    because = isRevoked ? reason : `${reason}-here-only`;
    leaving = undefined;
    forget(because);
    // The SDK keeps the tokens when Medplum does not answer.
    medplum?.clear();
    show();
  };
  const signOut = async (reason = 'signed-out'): Promise<void> => (leaving ??= leave(reason));

  const restore: Session['restore'] = (connect, reason) => {
    become({ status: reason ? 'signing-out' : 'restoring' });
    connect().then(
      () => (reason ? signOut(reason) : undefined),
      () => become({ status: 'unreachable' }),
    );
  };
  const follow = (client: MedplumClient): void => {
    medplum = client;
    because = client.getActiveLogin() ? 'session-ended' : because;
    if (store.getState().status === 'restoring') {
      // Without a profile, the SDK made nothing of the tokens: they are damaged.
      const whole = client.getProfileAsync().then((profile) => (profile ? undefined : client.clear()));
      void whole.then(update, fail);
    }
    client.addEventListener('change', update);
  };

  return { state: store.getState, subscribe: store.subscribe, signOut, restore, follow };
}

/** Tells whether the session has ended at Medplum. */
async function revoke(medplum: MedplumClient | undefined): Promise<boolean> {
  try {
    // Not `signOut()`: it has no time limit, and clears what may by then be the tokens of the next user.
    await medplum?.post('oauth2/logout', {}, undefined, { signal: AbortSignal.timeout(logoutMs), maxRetries: 0 });
    return medplum !== undefined;
  } catch {
    // Tokens that Medplum has refused are gone by now: their session had ended before.
    return medplum?.getActiveLogin() === undefined;
  }
}
