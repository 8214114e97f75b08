import { parseJWTPayload } from '@medplum/core';
import type { IdentityProvider } from '@medplum/fhirtypes';
import { decodeProtectedHeader } from 'jose';

import { OutboundError } from '#outbound/outbound-error.ts';
import { readJsonObject } from '#outbound/read-json-object.ts';
import { safeFetch } from '#outbound/safe-fetch.ts';
import { verifyWithRemoteKeys } from '#outbound/verify-with-remote-keys.ts';
import type { Tenant } from '#tenant/tenant.ts';

import type { ExternalClaims } from './fetch-user-info.ts';

/**
 * Checks the id_token that a token endpoint gave (OpenID Connect Core §3.1.3.7). Medplum reads its claims and no more;
 * here it also has to be for this client, not expired, signed, and signed with the keys that the provider publishes, if
 * it does: at `jwksUrl`, or by discovery on the host of its token endpoint.
 *
 * @throws Error of any kind when it is not good.
 */
export async function verifyIdToken(tenant: Tenant, idp: IdentityProvider, idToken: unknown): Promise<ExternalClaims> {
  const claims: ExternalClaims = parseJWTPayload(String(idToken)) ?? {};
  checkClaims(tenant, idp, claims);
  if (isUnsigned(String(idToken))) {
    throw new OutboundError('The id_token is not signed.');
  }
  const jwksUrl = idp.jwksUrl ?? (await discoverKeys(tenant, idp, claims['iss']));
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

function isUnsigned(token: string): boolean {
  return token.split('.')[2] === '' || algorithmOf(token).toLowerCase() === 'none';
}

/** HS256 is checked by nobody here: the provider's client secret came over the same connection (§3.1.3.7, point 6). */
function isSignedWithSecret(token: string): boolean {
  return algorithmOf(token).startsWith('HS');
}

function algorithmOf(token: string): string {
  try {
    return decodeProtectedHeader(token).alg ?? '';
  } catch {
    return '';
  }
}

/** Only the host that gave the token is asked: an `iss` is a claim, and could name any address. */
async function discoverKeys(tenant: Tenant, idp: IdentityProvider, issuer: unknown): Promise<string | undefined> {
  if (typeof issuer !== 'string' || !URL.canParse(issuer)) {
    return undefined;
  }
  if (new URL(issuer).origin !== new URL(idp.tokenUrl ?? '').origin) {
    return undefined;
  }
  try {
    const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
    const { jwks_uri: jwksUri } = readJsonObject(await safeFetch(tenant, url));
    return typeof jwksUri === 'string' ? jwksUri : undefined;
  } catch {
    return undefined;
  }
}
