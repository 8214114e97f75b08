import { isIpAllowed } from '#access-policy/ip-access-rule.ts';
import { resolveAccessPolicy } from '#access-policy/resolve-access-policy.ts';
import { findExternalProvider } from '#identity-provider/verify-external-token.ts';
import type { Reason } from '#reason/reason.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { readBasicCredentials } from './basic-credentials.ts';
import { isClientActive, isCurrentSecret } from './client-secret.ts';
import { findClientMembership } from './find-membership.ts';
import { whyTokenRefused } from './why-token-refused.ts';

/** Explains for the log why credentials were refused. The 401 does not say it. */
export async function whyUnauthorized(tenant: Tenant, authorization: string, address: string): Promise<Reason> {
  const [scheme, token = ''] = authorization.split(' ');
  switch (scheme) {
    case '':
      return { rule: 'RFC 6750 §3', because: 'There is no Authorization header.' };
    case 'Bearer':
      return findExternalProvider(tenant, token)
        ? { rule: 'RFC 9068 §4', because: 'The provider, its keys or the claims do not vouch for a member.' }
        : whyTokenRefused(tenant, token, 'access');
    case 'Basic':
      return whyBasicRefused(tenant, authorization, address);
    default:
      return { rule: 'RFC 9110 §11.4', because: 'The scheme is neither Bearer nor Basic.' };
  }
}

function whyBasicRefused(tenant: Tenant, authorization: string, address: string): Reason {
  const { id = '', secret = '' } = readBasicCredentials(authorization) ?? {};
  const client = tenant.store.get('ClientApplication', id);
  if (!client) {
    return { rule: 'RFC 7617 §2', because: 'No ClientApplication has this id.' };
  }
  if (!isClientActive(client)) {
    return { rule: 'ClientApplication.status', because: 'The client is switched off.' };
  }
  if (!isCurrentSecret(client, secret)) {
    return { rule: 'RFC 7617 §2', because: "This is not the client's present secret." };
  }
  const membership = findClientMembership(tenant.store, id);
  if (!membership || membership.active === false) {
    return { rule: 'ProjectMembership.active', because: 'The client has no membership, or one that was ended.' };
  }
  return isIpAllowed(resolveAccessPolicy(tenant.store, membership), address)
    ? { rule: 'RFC 7617 §2', because: 'The credentials give no access.' }
    : { rule: 'AccessPolicy.ipAccessRule', because: `The address ${address} is blocked.` };
}
