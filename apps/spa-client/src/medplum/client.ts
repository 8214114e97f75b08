import { type BrowserSettings, medplumEndpoints } from '@auth-patterns/auth-config';
import { ClientStorage, type FetchLike, MedplumClient } from '@medplum/core';
import * as oauth from 'oauth4webapi';
import { createKeptStorage, type KeptStorage, parseStored, storagePrefix } from '#kept-storage';
import { createMedplumFetch } from './fetch.ts';
import { activeLoginKey, isLogin } from './stored-tokens.ts';

/** A server that signs people in, and this app as its client, in the words of oauth4webapi. */
export type AuthorizationServer = Readonly<{
  server: oauth.AuthorizationServer;
  client: oauth.Client;
  options: oauth.TokenEndpointRequestOptions & oauth.ValidateSignatureOptions;
}>;

/** Settings, as they were when this page was built. */
export type BuiltIn = Readonly<{
  settings: BrowserSettings;
  /** What the features read from the variables, each under the name of its folder. */
  featureSettings: Readonly<Record<string, unknown>>;
}>;

/** What is known before the SDK is loaded. */
export type AppContext = BuiltIn &
  Readonly<{
    fetch: FetchLike;
    localStorage: KeptStorage;
    /** `sessionStorage`: what it holds is for this tab alone, so two tabs can sign in at the same time. */
    tabStorage: KeptStorage;
    /** Of this app, for example `http://localhost:3001`. */
    origin: string;
    leaveFor: (url: string) => void;
  }>;

/** What every way of signing in works with. Its `fetch` is for requests to Medplum that the SDK does not make. */
export type SignInContext = AppContext & Readonly<{ medplum: MedplumClient; authorizationServer: AuthorizationServer }>;

/** Clocks of browsers are off; more than a minute is a clock to repair. */
export const clockToleranceSeconds = 60;

/** @param onAnswer - Sees each answer of Medplum. */
export function createContext(app: AppContext, onAnswer?: (response: Response) => void): SignInContext {
  const { settings, localStorage } = app;
  const fetch = createMedplumFetch(app.fetch, onAnswer);
  const medplum = createMedplum({ settings, fetch }, settings.tokenStorage === 'local' ? localStorage : undefined);
  return { ...app, fetch, medplum, authorizationServer: medplumAuthorizationServer(settings, fetch) };
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
  // Its own `clear` names `window.localStorage`, which may throw, and heeds the prefix there alone.
  const tokenStorage = Object.assign(new ClientStorage(storage, prefix), { clear: () => storage.clear() });
  return new MedplumClient({
    baseUrl: settings.baseUrl,
    clientId: settings.clientId,
    storage: tokenStorage,
    fetch,
    // Must be shorter than the token's life, or the SDK renews before every request and never finishes.
    refreshGracePeriod: settings.refreshGraceSeconds * 1000,
  });
}

/**
 * A tab that waited while another renewed the tokens keeps, in SDK 5.2.13, a settled `refreshPromise`: it would never
 * renew them itself, and an hour later clear a session that is good. Setting the login again lets go of it.
 */
export function followRenewals(medplum: MedplumClient, page: Pick<Window, 'addEventListener'>): void {
  page.addEventListener('storage', ({ key, oldValue, newValue }) => {
    const [old, renewed] = [oldValue, newValue].map((value) => parseStored(value, isLogin));
    const isSameUser = old?.profile?.reference === renewed?.profile?.reference;
    if (key === activeLoginKey && renewed && isSameUser && old?.accessToken !== renewed.accessToken) {
      // What Medplum refuses shows in the session, and who does not answer is asked again by the next request.
      medplum.setActiveLogin(renewed).catch(() => undefined);
    }
  });
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
