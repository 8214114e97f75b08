import type { SignedClaims } from '#tenant/signing-keys.ts';
import type { Tenant } from '#tenant/tenant.ts';

/** What every token of the tenant says, and what some say besides. */
export type TokenClaims = SignedClaims &
  Readonly<{ iss: string; login_id: string; exp: number; aud?: unknown; refresh_secret?: unknown }>;

/**
 * Checks signature, issuer and times of a token (RFC 7519 §4.1, RFC 8725 §3). Whether its login still holds is for the
 * caller to ask, every time.
 *
 * @param issuer - Whose token it has to be: the tenant's, unless one project of it is asked.
 * @returns undefined when the token is not, not yet or no longer a valid token of this issuer.
 */
export async function verifyToken(
  tenant: Tenant,
  token: string,
  issuer: string = tenant.baseUrl,
): Promise<TokenClaims | undefined> {
  const claims = await tenant.keys.verify(token);
  if (!claims || claims['iss'] !== issuer || typeof claims['login_id'] !== 'string') {
    return undefined;
  }
  const { exp, nbf } = claims;
  const nowSeconds = Math.floor(tenant.clock().getTime() / 1000);
  const isCurrent = typeof exp === 'number' && nowSeconds < exp && typeof nbf === 'number' && nbf <= nowSeconds;
  return isCurrent ? (claims as TokenClaims) : undefined;
}

/**
 * Checks an access token: a valid token whose audience is the issuer itself and that is no refresh token. An id token
 * is for its client, so it is refused here.
 *
 * @returns undefined when the token does not give access.
 */
export async function verifyAccessToken(
  tenant: Tenant,
  token: string,
  issuer: string = tenant.baseUrl,
): Promise<TokenClaims | undefined> {
  const claims = await verifyToken(tenant, token, issuer);
  return claims && claims.aud === issuer && claims.refresh_secret === undefined ? claims : undefined;
}
