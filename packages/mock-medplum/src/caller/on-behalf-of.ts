import { forbidden, OperationOutcomeError } from '@medplum/core';
import type { ProjectMembership } from '@medplum/fhirtypes';
import { readResource } from '#tenant/read-resource.ts';
import type { Tenant } from '#tenant/tenant.ts';

const membershipPrefix = 'ProjectMembership/';

/**
 * Finds the membership that the header `X-Medplum-On-Behalf-Of` names: by its own reference or by its profile's.
 *
 * @throws OperationOutcomeError 403 unless the caller's membership is an administrator's and the target belongs to the
 *   same project; 404 when no membership has the id.
 */
export function findOnBehalfOf(tenant: Tenant, caller: ProjectMembership, target: string): ProjectMembership {
  if (!caller.admin) {
    throw new OperationOutcomeError(forbidden);
  }
  const membership = target.startsWith(membershipPrefix)
    ? readResource(tenant.store, 'ProjectMembership', target.slice(membershipPrefix.length))
    : [...tenant.store.list('ProjectMembership')].find(
        ({ profile, project }) => profile.reference === target && project.reference === caller.project.reference,
      );
  if (!membership || membership.project.reference !== caller.project.reference || membership.active === false) {
    throw new OperationOutcomeError(forbidden);
  }
  return membership;
}
