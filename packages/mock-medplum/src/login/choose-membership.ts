import { badRequest, createReference, OperationOutcomeError, resolveId } from '@medplum/core';
import type { ProjectMembership } from '@medplum/fhirtypes';
import { isIpAllowed } from '#access-policy/ip-access-rule.ts';
import { requireConfiguration } from '#access-policy/require-configuration.ts';
import { resolveAccessPolicy } from '#access-policy/resolve-access-policy.ts';
import { recordLogin } from '#audit/record-login.ts';
import type { StoredLogin } from '#tenant/logins.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { checkOpenLogin } from './check-open-login.ts';

/**
 * Sets the membership of a login: at once when there is only one, otherwise when the user has chosen.
 *
 * @throws OperationOutcomeError 400 when the login is over, a membership is set already, the membership is another
 *   user's or not active, or its project or AccessPolicy does not let this sign-in pass.
 */
export function chooseMembership(tenant: Tenant, login: StoredLogin, membershipId: string): StoredLogin {
  checkOpenLogin(login);
  if (login.membership) {
    throw new OperationOutcomeError(badRequest('Login profile already set'));
  }
  const membership = tenant.store.get('ProjectMembership', membershipId);
  if (!membership) {
    throw new OperationOutcomeError(badRequest('Profile not found'));
  }
  if (membership.user?.reference !== login.user.reference) {
    throw new OperationOutcomeError(badRequest('Invalid profile'));
  }
  if (membership.active === false) {
    throw new OperationOutcomeError(badRequest('Profile not active'));
  }
  checkSignInMethod(tenant, membership, login);
  requireConfiguration(tenant.store, membership);
  if (!isIpAllowed(resolveAccessPolicy(tenant.store, membership), login.remoteAddress ?? '')) {
    throw new OperationOutcomeError(badRequest('IP address not allowed'));
  }
  recordLogin(tenant, {
    projectId: resolveId(membership.project),
    profile: membership.profile,
    remoteAddress: login.remoteAddress ?? '',
  });
  return tenant.logins.save({ ...forProject(tenant, membership, login), membership: createReference(membership) });
}

/** A project can insist on Google (feature `google-auth-required`). */
function checkSignInMethod({ store }: Tenant, { project }: ProjectMembership, { authMethod }: StoredLogin): void {
  const features = store.get('Project', resolveId(project) ?? '')?.features ?? [];
  if (features.includes('google-auth-required') && authMethod !== 'google') {
    throw new OperationOutcomeError(badRequest('Google authentication is required'));
  }
}

/** A super administrator signs in each time: there is no refresh token. */
function forProject({ store }: Tenant, { project }: ProjectMembership, login: StoredLogin): StoredLogin {
  if (!store.get('Project', resolveId(project) ?? '')?.superAdmin) {
    return login;
  }
  const { refreshSecret: _none, ...kept } = login;
  return { ...kept, superAdmin: true };
}
