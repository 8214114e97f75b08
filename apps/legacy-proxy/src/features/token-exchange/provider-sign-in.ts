import * as oauth from 'oauth4webapi';
import type { TokenExchangeSettings } from './settings.ts';

/** What a sign-in at the identity provider has to come back with. */
export type Attempt = Readonly<{ state: string; nonce: string; codeVerifier: string; returnTo: string }>;

export type ProviderSignIn = Readonly<{
  /** Where to send the browser, and what to remember in its session. */
  start: (redirectUri: string, returnTo: string) => Promise<Readonly<{ url: URL; attempt: Attempt }>>;
  /** Takes the answer, and gives the provider's access token. Throws when anything about it does not fit. */
  finish: (redirectUri: string, search: URLSearchParams, attempt: Attempt) => Promise<string>;
}>;

const scope = 'openid profile email';

/** The code flow with the identity provider, as its confidential client, with state, nonce and PKCE. */
export function createProviderSignIn({ issuer, clientId, clientSecret }: TokenExchangeSettings): ProviderSignIn {
  const client: oauth.Client = { client_id: clientId };
  const authentication = oauth.ClientSecretBasic(clientSecret);
  // The settings take plain http on this machine alone.
  const options = { [oauth.allowInsecureRequests]: new URL(issuer).protocol === 'http:' };
  let known: Promise<oauth.AuthorizationServer> | undefined;

  function server(): Promise<oauth.AuthorizationServer> {
    known ??= discover(issuer, options).catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  }

  async function start(redirectUri: string, returnTo: string): ReturnType<ProviderSignIn['start']> {
    const { authorization_endpoint: endpoint = '' } = await server();
    const [state, nonce] = [oauth.generateRandomState(), oauth.generateRandomNonce()];
    const codeVerifier = oauth.generateRandomCodeVerifier();
    const challenge = {
      code_challenge: await oauth.calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
    };
    const asked = { response_type: 'code', client_id: clientId, redirect_uri: redirectUri, scope, state, nonce };
    const url = new URL(endpoint);
    url.search = new URLSearchParams({ ...asked, ...challenge }).toString();
    return { url, attempt: { state, nonce, codeVerifier, returnTo } };
  }

  async function finish(redirectUri: string, search: URLSearchParams, attempt: Attempt): Promise<string> {
    const as = await server();
    const answer = oauth.validateAuthResponse(as, client, search, attempt.state);
    const { codeVerifier, nonce: expectedNonce } = attempt;
    const response = await oauth.authorizationCodeGrantRequest(
      as,
      client,
      authentication,
      answer,
      redirectUri,
      codeVerifier,
      options,
    );
    const tokens = await oauth.processAuthorizationCodeResponse(as, client, response, { expectedNonce });
    return tokens.access_token;
  }

  return { start, finish };
}

async function discover(issuer: string, options: object): Promise<oauth.AuthorizationServer> {
  const response = await oauth.discoveryRequest(new URL(issuer), options);
  return oauth.processDiscoveryResponse(new URL(issuer), response);
}
