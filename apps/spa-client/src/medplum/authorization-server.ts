import { type BrowserSettings, medplumEndpoints } from '@auth-patterns/auth-config';
import type { FetchLike } from '@medplum/core';
import * as oauth from 'oauth4webapi';

/** Medplum as an authorization server, and this app as its client, in the words of oauth4webapi. */
export type Medplum = Readonly<{
  server: oauth.AuthorizationServer;
  client: oauth.Client;
  options: Readonly<{
    [oauth.customFetch]: FetchLike;
    [oauth.allowInsecureRequests]: boolean;
  }>;
}>;

/** Clocks of browsers are off; more than a minute is a clock to repair. */
const clockToleranceSeconds = 60;

export function medplumAuthorizationServer({ baseUrl, clientId }: BrowserSettings, fetch: FetchLike): Medplum {
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
