import type { ClientSettings } from '@auth-patterns/auth-config';
import { parseJWTPayload, type MedplumClient } from '@medplum/core';
import { createMedplumClient } from './client.ts';
import { toMedplumError } from './error.ts';
import type { Fetch } from './fetch.ts';

/** What may be told about the token without telling the token. */
export type SessionStatus = Readonly<{
  clientId: string;
  /** How often this process signed in to Medplum since it started. */
  signIns: number;
  /** Life of the token that is held now, in milliseconds since the epoch; absent when none is held. */
  token?: Readonly<{ issuedAtMs: number; expiresAtMs: number }>;
}>;

export type MedplumSession = Readonly<{
  /** Does something with the one client of this process, signed in. Throws MedplumError and nothing else. */
  withClient: <T>(work: (client: MedplumClient) => Promise<T>) => Promise<T>;
  status: () => SessionStatus;
}>;

export type MedplumSessionOptions = Readonly<{
  settings: ClientSettings;
  onTokenIssued?: () => void;
  onTokenLost?: () => void;
  fetch?: Fetch;
  now?: () => number;
  timeoutMs?: number;
  coolDownMs?: number;
}>;

/**
 * The one long-lived client that all users of the legacy application share. It signs in once, when first asked, and
 * the SDK renews the token from then on. Every user and every request get the same client: a client per request would
 * be a sign-in per request.
 */
export function createMedplumSession(options: MedplumSessionOptions): MedplumSession {
  const { clientId, clientSecret } = options.settings;
  let signIns = 0;
  let signingIn: Promise<unknown> | undefined;

  const client = createMedplumClient({
    settings: options.settings,
    fetch: options.fetch ?? globalThis.fetch,
    now: options.now ?? Date.now,
    timeoutMs: options.timeoutMs ?? 5_000,
    coolDownMs: options.coolDownMs ?? 5_000,
    onTokenIssued: () => {
      signIns += 1;
      options.onTokenIssued?.();
    },
    onTokenLost: () => options.onTokenLost?.(),
  });

  async function signIn(): Promise<void> {
    if (client.getAccessToken() === undefined) {
      // Everyone who comes while it runs waits for the same sign-in.
      signingIn ??= client.startClientLogin(clientId, clientSecret).finally(() => (signingIn = undefined));
      await signingIn;
    }
  }

  async function withClient<T>(work: (client: MedplumClient) => Promise<T>): Promise<T> {
    try {
      await signIn();
      return await work(client);
    } catch (error) {
      throw toMedplumError(error);
    }
  }

  function status(): SessionStatus {
    const token = client.getAccessToken();
    return { clientId, signIns, ...(token && { token: lifeOf(token) }) };
  }

  return { withClient, status };
}

function lifeOf(token: string): NonNullable<SessionStatus['token']> {
  const { iat, exp } = parseJWTPayload(token);
  return { issuedAtMs: Number(iat) * 1000, expiresAtMs: Number(exp) * 1000 };
}
