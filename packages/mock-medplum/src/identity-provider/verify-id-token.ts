import { parseJWTPayload } from '@medplum/core';
import type { IdentityProvider } from '@medplum/fhirtypes';
import { checkDepth } from '#json/check-depth.ts';
import { OutboundError } from '#outbound/outbound-error.ts';
import { verifyWithRemoteKeys } from '#outbound/verify-with-remote-keys.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { discoverKeys } from './discover-keys.ts';
import type { ExternalClaims } from './fetch-user-info.ts';
import { isSignedWithSecret, isUnsigned } from './token-algorithm.ts';

/**
 * Checks the id_token that a token endpoint gave (OpenID Connect Core §3.1.3.7). Medplum reads its claims and no more;
 * here it also has to be for this client, not expired, signed, and signed with the keys that the provider publishes, if
 * it does: at `jwksUrl`, or by discovery on the host of its token endpoint.
 *
 * @throws Error of any kind when it is not good.
 */
export async function verifyIdToken(tenant: Tenant, idp: IdentityProvider, idToken: unknown): Promise<ExternalClaims> {
  const claims: ExternalClaims = checkDepth(parseJWTPayload(String(idToken))) ?? {};
  checkClaims(tenant, idp, claims);
  if (isUnsigned(String(idToken))) {
    throw new OutboundError('The id_token is not signed.');
  }
  // HS256 is checked by nobody here: the client secret came over the same connection (§3.1.3.7, point 6).
  const jwksUrl = idp.jwksUrl ?? (await keysBesideTokenUrl(tenant, idp, claims['iss']));
  if (jwksUrl && !isSignedWithSecret(String(idToken))) {
    await verifyWithRemoteKeys(tenant, String(idToken), { jwksUrl, issuer: idp.issuer, audience: idp.audience });
  }
  return claims;
}

function checkClaims(tenant: Tenant, idp: IdentityProvider, { aud, exp }: ExternalClaims): void {
  const audiences = [aud ?? idp.clientId].flat();
  if (!audiences.includes(idp.audience ?? idp.clientId)) {
    throw new OutboundError('The id_token is for another client.');
  }
  if (typeof exp === 'number' && exp <= tenant.clock().getTime() / 1000) {
    throw new OutboundError('The id_token has expired.');
  }
}

/** Only the host that gave the token is asked: an `iss` is a claim, and could name any address. */
async function keysBesideTokenUrl(tenant: Tenant, idp: IdentityProvider, issuer: unknown): Promise<string | undefined> {
  if (typeof issuer !== 'string' || !URL.canParse(issuer)) {
    return undefined;
  }
  const isSameHost = new URL(issuer).origin === new URL(idp.tokenUrl ?? '').origin;
  return isSameHost ? discoverKeys(tenant, issuer) : undefined;
}
