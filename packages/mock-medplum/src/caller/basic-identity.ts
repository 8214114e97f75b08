import { isIpAllowed } from '#access-policy/ip-access-rule.ts';
import { resolveAccessPolicy } from '#access-policy/resolve-access-policy.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { readBasicCredentials } from './basic-credentials.ts';
import { isClientActive, isCurrentSecret } from './client-secret.ts';
import { findClientMembership } from './find-membership.ts';
import type { Identity } from './identity.ts';

/**
 * Finds the ClientApplication whose id and present secret a request carries (RFC 7617). There is no login to refuse
 * later, so everything is checked on each request: status, membership and address.
 *
 * @returns undefined when the credentials give no access.
 */
export function basicIdentity(tenant: Tenant, authorization: string, remoteAddress: string): Identity | undefined {
  const { id = '', secret = '' } = readBasicCredentials(authorization) ?? {};
  const client = tenant.store.get('ClientApplication', id);
  if (!client || !isClientActive(client) || !isCurrentSecret(client, secret)) {
    return undefined;
  }
  const membership = findClientMembership(tenant.store, id);
  if (!membership || membership.active === false) {
    return undefined;
  }
  return isIpAllowed(resolveAccessPolicy(tenant.store, membership), remoteAddress) ? { membership } : undefined;
}
