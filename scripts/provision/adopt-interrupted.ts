import type { MedplumClient } from '@medplum/core';
import { type Made, searchAll } from './find-made.ts';
import type { ClinicResource } from './select-resources.ts';

/**
 * Finds machines that a run made and did not come to mark, because it was interrupted in between: their policy is one
 * that carries the mark, so nobody else made them.
 */
export async function adoptInterrupted(
  medplum: MedplumClient,
  resources: readonly ClinicResource[],
  made: Made,
): Promise<Made> {
  const all = new Map(made);
  const policies = new Set([...made.values()].map(({ resourceType, id }) => `${resourceType}/${id}`));
  for (const resource of resources) {
    const isMachine = resource.resourceType === 'ClientApplication' || resource.resourceType === 'Bot';
    if (!isMachine || made.has(resource.id) || policies.size === 0) {
      continue;
    }
    for (const found of await searchAll(medplum, resource.resourceType, { 'name:exact': resource.name ?? '' })) {
      const profile = `${resource.resourceType}/${found.id}`;
      const memberships = await searchAll(medplum, 'ProjectMembership', { profile });
      if (memberships.some(({ accessPolicy }) => policies.has(accessPolicy?.reference ?? ''))) {
        all.set(resource.id, found);
      }
    }
  }
  return all;
}
