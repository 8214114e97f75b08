import type { Project, ProjectMembership } from '@medplum/fhirtypes';

/**
 * Keeps the default policy in step with the admin flag: an administrator does not stay under the default policy of
 * practitioners, nor the other way round. A policy that is no default stays.
 */
export function reconcilePolicy<T extends ProjectMembership>(project: Project, membership: T): T {
  const policyOf = (role: 'Admin' | 'Practitioner'): ProjectMembership['accessPolicy'] =>
    project.defaultAccessPolicies?.find(({ profileType }) => profileType === role)?.accessPolicy;
  const [from, to] = membership.admin
    ? [policyOf('Practitioner'), policyOf('Admin')]
    : [policyOf('Admin'), policyOf('Practitioner')];
  const current = membership.accessPolicy?.reference;
  return to && current !== undefined && current === from?.reference ? { ...membership, accessPolicy: to } : membership;
}
