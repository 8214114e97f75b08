import * as oauth from 'oauth4webapi';
import { type AuthorizationServer, clockToleranceSeconds } from '#medplum/client.ts';
import { SignInError } from '#medplum/error.ts';
import { secureAddress } from '#parts/secure-address.ts';
import type { ExchangeErrorCode } from './failures.ts';
import type { ProviderSettings } from './settings.ts';

const timeoutMs = 10_000;

/** No HS256, which providers announce too: it needs a secret, and a browser has none. */
const signatures = ['RS256', 'PS256', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'];

/** OpenID Connect Discovery. Asked anew each time, so that new keys are known as soon as the provider has them. */
export async function discoverProvider(provider: ProviderSettings): Promise<AuthorizationServer> {
  const issuer = new URL(provider.issuer);
  const options = {
    // The settings allow http for this machine alone.
    [oauth.allowInsecureRequests]: issuer.protocol === 'http:',
    signal: () => AbortSignal.timeout(timeoutMs),
  };
  // Not the `fetch` for Medplum: its trace header is Medplum's alone, and the provider's CORS would refuse it.
  const response = await oauth.discoveryRequest(issuer, options).catch((cause: unknown) => {
    throw new SignInError<ExchangeErrorCode>('provider_unreachable', `No answer from ${issuer.origin}`, { cause });
  });
  if (!response.ok) {
    throw new SignInError<ExchangeErrorCode>('provider_unreachable', `Discovery answered ${response.status}`);
  }
  const server = await oauth.processDiscoveryResponse(issuer, response).catch((cause: unknown) => {
    throw new SignInError<ExchangeErrorCode>(
      'provider_refused',
      cause instanceof Error ? cause.message : String(cause),
      { cause },
    );
  });
  // oauth4webapi looks at the scheme alone, and at none when the issuer is on this machine.
  [server.authorization_endpoint, server.token_endpoint, server.jwks_uri].forEach((address) =>
    secureAddress(address ?? ''),
  );
  return {
    server: { ...server, id_token_signing_alg_values_supported: signatures },
    client: { client_id: provider.clientId, [oauth.clockTolerance]: clockToleranceSeconds },
    options,
  };
}
