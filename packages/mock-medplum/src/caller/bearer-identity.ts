import { resolveId } from '@medplum/core';
import { readReference, readResource } from '#tenant/read-resource.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { verifyAccessToken } from '#token/verify-token.ts';
import type { Identity } from './identity.ts';

/**
 * Finds whom an access token speaks for (RFC 6750 §2.1). The login is looked up every time, so logout, revocation and
 * the end of a membership take effect at once.
 *
 * @returns undefined when the token gives no access.
 * @throws OperationOutcomeError 404 or 410 when the token is good, but the membership or client behind it is not there.
 */
export async function bearerIdentity(
  tenant: Tenant,
  token: string,
  issuer: string = tenant.baseUrl,
): Promise<Identity | undefined> {
  const claims = await verifyAccessToken(tenant, token, issuer);
  const login = claims && tenant.logins.get(claims.login_id);
  if (!login || login.revoked) {
    return undefined;
  }
  const membership = readResource(tenant.store, 'ProjectMembership', resolveId(login.membership) ?? '');
  readReference(tenant.store, membership.profile);
  return membership.active === false ? undefined : { membership, login };
}
