import { resolveId } from '@medplum/core';
import type { ProjectMembership } from '@medplum/fhirtypes';
import type { StoredLogin } from '#tenant/logins.ts';
import { readReference, readResource } from '#tenant/read-resource.ts';
import type { Tenant } from '#tenant/tenant.ts';

/**
 * Returns the membership that a login is for. One that is not active gives tokens that nothing lets in, as Medplum's do.
 *
 * @throws OperationOutcomeError 410 when the membership or its user was deleted.
 */
export function grantedMembership(tenant: Tenant, login: StoredLogin): ProjectMembership {
  readReference(tenant.store, login.user);
  return readResource(tenant.store, 'ProjectMembership', resolveId(login.membership) ?? '');
}
