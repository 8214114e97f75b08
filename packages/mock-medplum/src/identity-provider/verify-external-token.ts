import { OutboundError } from '#outbound/outbound-error.ts';
import { verifyWithRemoteKeys } from '#outbound/verify-with-remote-keys.ts';
import type { ExternalAuthProvider } from '#tenant/tenant-settings.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { decodeClaims } from '#token/decode-claims.ts';
import { discoverKeys } from './discover-keys.ts';
import { type ExternalClaims, fetchUserInfo } from './fetch-user-info.ts';
import { providerByIssuer } from './server-providers.ts';
import { isUnsigned } from './token-algorithm.ts';

/** By how much the provider's clock may be ahead. */
const clockToleranceSeconds = 60;

/** Finds the configured provider that issued a token, by what the token says. Nothing is verified yet. */
export function findExternalProvider(tenant: Tenant, token: string): ExternalAuthProvider | undefined {
  const { externalAuthProviders = [] } = tenant.settings;
  return externalAuthProviders.length > 0 ? providerByIssuer(tenant, readExternalClaims(token)['iss']) : undefined;
}

/** Reads the claims of a token that may be anything. */
export function readExternalClaims(token: string): ExternalClaims {
  return decodeClaims(token) ?? {};
}

/** Tells whether a token has begun, ends, has not ended yet (RFC 7519 §4.1), and is for somebody (RFC 9068 §2.2). */
export function areClaimsGood({ clock }: Tenant, { exp, nbf, aud }: ExternalClaims): boolean {
  const now = clock().getTime() / 1000;
  const hasBegun = nbf === undefined || (typeof nbf === 'number' && nbf <= now + clockToleranceSeconds);
  return hasBegun && typeof exp === 'number' && now < exp && [aud ?? []].flat().length > 0;
}

/**
 * Checks who signed a token, when the provider publishes its keys, and asks the provider whether it is good. Medplum
 * only asks.
 *
 * @throws Error of any kind when it is not good.
 */
export async function verifyExternalToken(
  tenant: Tenant,
  { issuer, identityProvider, userInfoUrl }: ExternalAuthProvider,
  token: string,
): Promise<void> {
  const idp = { ...identityProvider, userInfoUrl: identityProvider?.userInfoUrl ?? userInfoUrl };
  if (isUnsigned(token)) {
    throw new OutboundError('The token is not signed.');
  }
  const jwksUrl = await discoverKeys(tenant, issuer);
  if (jwksUrl) {
    await verifyWithRemoteKeys(tenant, token, { jwksUrl, issuer, clockTolerance: clockToleranceSeconds });
  }
  await fetchUserInfo(tenant, idp, token);
}
