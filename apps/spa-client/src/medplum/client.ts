import { type BrowserSettings, medplumEndpoints } from '@auth-patterns/auth-config';
import { ClientStorage, type FetchLike, MedplumClient } from '@medplum/core';
import * as oauth from 'oauth4webapi';
import { createKeptStorage, type KeptStorage } from '#kept-storage';
import { createMedplumFetch } from './fetch.ts';
import { forgetStoredTokens, storagePrefix } from './stored-tokens.ts';

/** A server that signs people in, and this app as its client, in the words of oauth4webapi. */
export type AuthorizationServer = Readonly<{
  server: oauth.AuthorizationServer;
  client: oauth.Client;
  options: oauth.TokenEndpointRequestOptions & oauth.ValidateSignatureOptions;
}>;

/** What every way of signing in works with. */
export type SignInContext = Readonly<{
  settings: BrowserSettings;
  medplum: MedplumClient;
  authorizationServer: AuthorizationServer;
  /** For requests to Medplum that the SDK does not make. */
  fetch: FetchLike;
  /** `sessionStorage`: what it holds is for this tab alone, so two tabs can sign in at the same time. */
  tabStorage: KeptStorage;
  /** Of this app, for example `http://localhost:3001`. */
  origin: string;
  leaveFor: (url: string) => void;
}>;

export type ClientDeps = Pick<SignInContext, 'settings' | 'fetch' | 'tabStorage' | 'origin' | 'leaveFor'> &
  Readonly<{ localStorage: KeptStorage }>;

/** Clocks of browsers are off; more than a minute is a clock to repair. */
export const clockToleranceSeconds = 60;

export function createContext({ localStorage, ...deps }: ClientDeps): SignInContext {
  const { settings } = deps;
  const fetch = createMedplumFetch(deps.fetch);
  const medplum = createMedplum({ settings, fetch }, settings.tokenStorage === 'local' ? localStorage : undefined);
  return { ...deps, fetch, medplum, authorizationServer: medplumAuthorizationServer(settings, fetch) };
}

/**
 * A client belongs to one user at a time: signing in clears what the last one left.
 *
 * @param storage - Where the tokens live, readable by every script of this origin. Without one they are in this page's
 * memory, gone with it.
 * @param prefix - Without one, signing out would wipe the storage of every other app on the origin.
 */
export function createMedplum(
  { settings, fetch }: Pick<SignInContext, 'settings' | 'fetch'>,
  storage: KeptStorage = createKeptStorage(),
  prefix = storagePrefix,
): MedplumClient {
  const create = (): MedplumClient =>
    new MedplumClient({
      baseUrl: settings.baseUrl,
      clientId: settings.clientId,
      storage: new TokenStorage(storage, prefix),
      fetch,
      // Must be shorter than the token's life, or the SDK renews before every request and never finishes.
      refreshGracePeriod: settings.refreshGraceSeconds * 1000,
    });
  try {
    return create();
  } catch {
    // It reads the tokens at once: they are damaged.
    forgetStoredTokens(storage);
    return create();
  }
}

/** The SDK's own `clear` names `localStorage`, which may throw, and heeds the prefix there alone. */
class TokenStorage extends ClientStorage {
  readonly #storage: KeptStorage;

  constructor(storage: KeptStorage, prefix: string) {
    super(storage, prefix);
    this.#storage = storage;
  }

  override clear(): void {
    this.#storage.clear();
  }
}

/** Where Medplum sends the browser back to: registered with the ClientApplication, to the letter. */
export function redirectUri({ origin }: Pick<SignInContext, 'origin'>): string {
  return `${origin}/callback`;
}

function medplumAuthorizationServer({ baseUrl, clientId }: BrowserSettings, fetch: FetchLike): AuthorizationServer {
  const { authorize, token, jwks } = medplumEndpoints(baseUrl);
  return {
    server: {
      issuer: baseUrl,
      authorization_endpoint: authorize,
      token_endpoint: token,
      jwks_uri: jwks,
      // New keys are ES384; older servers still sign with the others. `none` and HS256 are refused.
      id_token_signing_alg_values_supported: ['ES384', 'ES256', 'RS256'],
    },
    client: { client_id: clientId, [oauth.clockTolerance]: clockToleranceSeconds },
    options: {
      [oauth.customFetch]: fetch,
      // The settings allow http for this machine alone.
      [oauth.allowInsecureRequests]: baseUrl.startsWith('http:'),
    },
  };
}
