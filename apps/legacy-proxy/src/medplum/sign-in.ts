import { medplumEndpoints, type ClientSettings } from '@auth-patterns/auth-config';
import { parseJWTPayload, type MedplumClient } from '@medplum/core';
import { createMedplumClient } from './client.ts';
import { toMedplumError, type MedplumErrorCode } from './error.ts';
import { createMedplumFetch, type Fetch, type MedplumFetchOptions } from './fetch.ts';
import { createRenewal, type Renewal } from './renewal.ts';

/** What may be told about the token without telling the token. */
export type SessionStatus = Readonly<{
  clientId: string;
  /** How often this process signed in to Medplum since it started. */
  signIns: number;
  /** Life of the token that is held now, in milliseconds since the epoch; absent when none is held. */
  token?: Readonly<{ issuedAtMs: number; expiresAtMs: number }>;
  /** Whether that token is good at this moment. */
  isSignedIn: boolean;
  /** Why the last request for a token failed; absent when it did not. */
  failure?: MedplumErrorCode;
}>;

export type MedplumSession = Readonly<{
  /** Does something with the one client of this process, signed in. Throws MedplumError and nothing else. */
  withClient: <T>(work: (client: MedplumClient) => Promise<T>) => Promise<T>;
  /** Sends a request with the token, which is renewed once when Medplum refuses it. */
  fetch: Fetch;
  /** Gives a token that is good now, and another one than the token that Medplum refused. */
  accessToken: (refused?: string) => Promise<string>;
  status: () => SessionStatus;
}>;

export type MedplumSessionOptions = Readonly<{
  settings: ClientSettings;
  onTokenIssued?: (() => void) | undefined;
  onTokenLost?: (() => void) | undefined;
  tokenRequest?: MedplumFetchOptions['tokenRequest'];
  fetch?: Fetch | undefined;
  now?: (() => number) | undefined;
  random?: (() => number) | undefined;
  timeoutMs?: number | undefined;
  coolDownMs?: number | undefined;
}>;

/**
 * The one long-lived client that all users of the legacy application share. It signs in once, when first asked. Every
 * user and every request get the same client: a client per request would be a sign-in per request.
 */
export function createMedplumSession(options: MedplumSessionOptions): MedplumSession {
  const { baseUrl, clientId, clientSecret, refreshGraceSeconds } = options.settings;
  let signIns = 0;
  const medplumFetch = createMedplumFetch({
    tokenUrl: medplumEndpoints(baseUrl).token,
    fetch: options.fetch ?? globalThis.fetch,
    now: options.now ?? Date.now,
    random: options.random ?? Math.random,
    timeoutMs: options.timeoutMs ?? 5_000,
    coolDownMs: options.coolDownMs ?? 5_000,
    tokenRequest: options.tokenRequest,
    onTokenIssued: () => {
      signIns += 1;
      options.onTokenIssued?.();
    },
  });
  const onUnauthenticated = (): void => options.onTokenLost?.();
  const client = createMedplumClient({ baseUrl, clientId, fetch: medplumFetch, onUnauthenticated });
  // The SDK asks for a secret even where a feature takes it out of the form and proves the identity by other means.
  const startLogin = (): Promise<unknown> => client.startClientLogin(clientId, clientSecret || 'none');
  const renewal = createRenewal(client, startLogin, refreshGraceSeconds * 1000);

  async function withClient<T>(work: (client: MedplumClient) => Promise<T>): Promise<T> {
    try {
      await renewal.ensureToken();
      return await work(client);
    } catch (error) {
      throw toMedplumError(error);
    }
  }

  function status(): SessionStatus {
    const token = client.getAccessToken();
    const failure = renewal.failure();
    const isSignedIn = client.isAuthenticated(0);
    return { clientId, signIns, isSignedIn, ...(token && { token: lifeOf(token) }), ...(failure && { failure }) };
  }

  const accessToken = tokenSource(client, renewal);
  return { withClient, fetch: createAuthorizedFetch(accessToken, medplumFetch), accessToken, status };
}

function tokenSource(client: MedplumClient, renewal: Renewal): MedplumSession['accessToken'] {
  return async (refused) => {
    try {
      await renewal.ensureToken();
      if (client.getAccessToken() === refused) {
        await renewal.signIn();
      }
      return client.getAccessToken() ?? '';
    } catch (error) {
      throw toMedplumError(error);
    }
  };
}

function createAuthorizedFetch(accessToken: MedplumSession['accessToken'], medplumFetch: Fetch): Fetch {
  return async (url, init = {}) => {
    const token = await accessToken();
    const response = await medplumFetch(url, authorized(init, token));
    if (response.status !== 401) {
      return response;
    }
    await response.body?.cancel();
    return medplumFetch(url, authorized(init, await accessToken(token)));
  };
}

function authorized(init: RequestInit, token: string): RequestInit {
  return { ...init, headers: { ...(init.headers as Record<string, string>), authorization: `Bearer ${token}` } };
}

function lifeOf(token: string): NonNullable<SessionStatus['token']> {
  const { iat, exp } = parseJWTPayload(token);
  return { issuedAtMs: Number(iat) * 1000, expiresAtMs: Number(exp) * 1000 };
}
