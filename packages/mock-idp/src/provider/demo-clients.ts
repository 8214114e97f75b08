import type { ClientMetadata } from 'oidc-provider';

/** Where the demo's parts are, which decides the redirect URIs of {@link demoIdpClients}. */
export type DemoAddresses = Readonly<{
  /** Base URL of Medplum's server. Default is `http://localhost:8103/`. */
  medplumUrl?: string | undefined;
  /** Origin of spa-client. Default is `http://localhost:3001`. */
  spaOrigin?: string | undefined;
  /** Origin of legacy-proxy. Default is `http://localhost:3002`. */
  legacyProxyOrigin?: string | undefined;
}>;

export const defaultSpaOrigin = 'http://localhost:3001';

/**
 * The demo's clients: Medplum's server, which redeems codes with a secret; spa-client, which redeems its own with PKCE
 * and takes the token to Medplum's token exchange; and legacy-proxy, which does so with a secret, for each of its users.
 */
export function demoIdpClients(addresses: DemoAddresses = {}): readonly ClientMetadata[] {
  const { medplumUrl = 'http://localhost:8103/', spaOrigin = defaultSpaOrigin } = addresses;
  const { legacyProxyOrigin = 'http://localhost:3002' } = addresses;
  const medplumBase = medplumUrl.endsWith('/') ? medplumUrl : `${medplumUrl}/`;
  return [
    {
      client_id: 'medplum',
      client_name: 'Medplum',
      client_secret: 'demo-only-mock-idp-medplum-secret',
      token_endpoint_auth_method: 'client_secret_basic',
      redirect_uris: [new URL('auth/external', medplumBase).href],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      id_token_signed_response_alg: 'RS256',
    },
    {
      client_id: 'spa-client',
      client_name: 'spa-client',
      token_endpoint_auth_method: 'none',
      redirect_uris: [new URL('/token-exchange/callback', spaOrigin).href],
      grant_types: ['authorization_code'],
      response_types: ['code'],
      id_token_signed_response_alg: 'RS256',
    },
    {
      client_id: 'legacy-proxy',
      client_name: 'Riverside Clinic Front Office',
      client_secret: 'demo-only-mock-idp-legacy-proxy-secret',
      token_endpoint_auth_method: 'client_secret_basic',
      redirect_uris: [new URL('/token-exchange/callback', legacyProxyOrigin).href],
      grant_types: ['authorization_code'],
      response_types: ['code'],
      id_token_signed_response_alg: 'RS256',
    },
  ];
}
