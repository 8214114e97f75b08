import type { MedplumClient } from '@medplum/core';
import { toMedplumError, type MedplumErrorCode } from './error.ts';

export type Renewal = Readonly<{
  /** Resolves when a token is held that is good now. */
  ensureToken: () => Promise<void>;
  /** Gets a new token; everyone who asks while it runs waits for the same one. */
  signIn: () => Promise<void>;
  /** Why the last attempt failed; undefined when it did not. */
  failure: () => MedplumErrorCode | undefined;
}>;

/** Decides when the client signs in: at the first use, early before the end of a token, and never twice at once. */
export function createRenewal(client: MedplumClient, startLogin: () => Promise<unknown>, graceMs: number): Renewal {
  let signingIn: Promise<void> | undefined;
  let failure: MedplumErrorCode | undefined;

  async function signInOnce(): Promise<void> {
    try {
      await startLogin();
      failure = undefined;
    } catch (error) {
      failure = toMedplumError(error).code;
      throw error;
    } finally {
      signingIn = undefined;
    }
  }

  function signIn(): Promise<void> {
    signingIn ??= signInOnce();
    return signingIn;
  }

  async function ensureToken(): Promise<void> {
    if (!client.isAuthenticated(0)) {
      await signIn();
    } else if (!client.isAuthenticated(graceMs)) {
      // The token at hand is good for a while: nobody waits for the next one, or fails with it.
      signIn().catch(() => undefined);
    }
  }

  return { ensureToken, signIn, failure: () => failure };
}
