import { forbidden, notFound, OperationOutcomeError, resolveId } from '@medplum/core';
import type { ProjectMembership, Resource } from '@medplum/fhirtypes';
import { decideOnResource } from '#access-policy/decide-access.ts';
import { effectivePolicy } from '#access-policy/effective-policy.ts';
import { resolveAccessPolicy } from '#access-policy/resolve-access-policy.ts';
import { readResource } from '#tenant/read-resource.ts';
import type { Tenant } from '#tenant/tenant.ts';

const membershipPrefix = 'ProjectMembership/';

/**
 * Finds the membership that the header `X-Medplum-On-Behalf-Of` names: by its own reference or by its profile's.
 *
 * @param scope - Of the caller's token.
 * @throws OperationOutcomeError 403 unless the caller's membership is an administrator's, the target belongs to the same
 *   project, and the caller's own policy lets them read its profile; 404 when no membership has the id.
 */
export function findOnBehalfOf(
  tenant: Tenant,
  caller: ProjectMembership,
  target: string,
  scope?: string,
): ProjectMembership {
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
  authorizeProfile(tenant, caller, membership, scope);
  return membership;
}

function authorizeProfile(tenant: Tenant, caller: ProjectMembership, target: ProjectMembership, scope?: string): void {
  const project = readResource(tenant.store, 'Project', resolveId(caller.project) ?? '');
  const accessPolicy = resolveAccessPolicy(tenant.store, caller);
  const policy = effectivePolicy({ accessPolicy, project, membership: caller, scope });
  const [type = '', id = ''] = target.profile.reference?.split('/') ?? [];
  const profile: Resource = readResource(tenant.store, type as Resource['resourceType'], id);
  const decision = decideOnResource(policy, 'read', profile);
  if (!decision.allowed) {
    throw new OperationOutcomeError(decision.rule === 'type' ? forbidden : notFound);
  }
}
