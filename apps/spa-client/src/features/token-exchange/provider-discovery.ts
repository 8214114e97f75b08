import * as oauth from 'oauth4webapi';
import { secureAddress } from '#medplum/secure-address.ts';
import type { SignInContext } from '#medplum/sign-in-context.ts';
import { SignInError } from '#medplum/error.ts';

/** An identity provider, and this app as its public client, in the words of oauth4webapi. */
export type Provider = Readonly<{
  server: oauth.AuthorizationServer;
  client: oauth.Client;
  options: Readonly<{ [oauth.allowInsecureRequests]: boolean; signal: () => AbortSignal }>;
}>;

const timeoutMs = 10_000;

/** Providers also announce HS256, which takes a secret that a browser has not, and never means a key that is public. */
const signatures = ['RS256', 'PS256', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'];

/** OpenID Connect Discovery. Asked anew each time, so that new keys are known as soon as the provider has them. */
export async function discoverProvider({ settings }: SignInContext): Promise<Provider> {
  const direct = settings.identityProvider?.direct;
  if (!direct) {
    throw new SignInError('exchange_not_set_up', 'This app is no client of an identity provider');
  }
  const issuer = new URL(direct.issuer);
  const options = {
    // The settings allow http for this machine alone.
    [oauth.allowInsecureRequests]: issuer.protocol === 'http:',
    signal: () => AbortSignal.timeout(timeoutMs),
  };
  // Not the `fetch` for Medplum: its trace header is Medplum's alone, and the provider's CORS would refuse it.
  const response = await oauth.discoveryRequest(issuer, options).catch((cause: unknown) => {
    throw new SignInError('provider_unreachable', `No answer from ${issuer.origin}`, { cause });
  });
  if (!response.ok) {
    throw new SignInError('provider_unreachable', `Discovery answered ${response.status}`);
  }
  const server = await oauth.processDiscoveryResponse(issuer, response).catch((cause: unknown) => {
    throw new SignInError('provider_refused', cause instanceof Error ? cause.message : String(cause), { cause });
  });
  // oauth4webapi looks at the scheme alone, and at none when the issuer is on this machine.
  [server.authorization_endpoint, server.token_endpoint, server.jwks_uri].forEach((address) =>
    secureAddress(address ?? ''),
  );
  return {
    server: { ...server, id_token_signing_alg_values_supported: signatures },
    client: { client_id: direct.clientId, [oauth.clockTolerance]: 60 },
    options,
  };
}
