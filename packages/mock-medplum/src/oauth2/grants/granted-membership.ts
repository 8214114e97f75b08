import { resolveId } from '@medplum/core';
import type { ProjectMembership } from '@medplum/fhirtypes';
import { OAuthError } from '#http/oauth-error.ts';
import type { StoredLogin } from '#tenant/logins.ts';
import type { Tenant } from '#tenant/tenant.ts';

/**
 * Returns the membership that a login is for.
 *
 * @throws OAuthError when the membership was ended: no new tokens for someone who left.
 */
export function grantedMembership(tenant: Tenant, login: StoredLogin): ProjectMembership {
  const membership = tenant.store.get('ProjectMembership', resolveId(login.membership) ?? '');
  if (!membership || membership.active === false) {
    throw new OAuthError('access_denied', 'Profile not active');
  }
  return membership;
}
