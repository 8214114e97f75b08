import type { WithId } from '@medplum/core';
import type { Resource } from '@medplum/fhirtypes';
import { accountsOf, compartmentsOf } from '#matching/compartments.ts';
import type { Tenant } from '#tenant/tenant.ts';

/**
 * Adds a resource that the server makes for itself, past every policy: users, projects, memberships.
 *
 * @param projectId - The project that it belongs to; absent for what belongs to the whole server.
 */
export function createAsSystem<T extends Resource>(
  tenant: Tenant,
  resource: T,
  projectId: string | undefined,
): WithId<T> {
  const meta = projectId ? { project: projectId } : {};
  return put(tenant, { ...resource, id: tenant.random.uuid(), meta } as WithId<T>);
}

/** Adds a version that the server makes for itself. The resource is the current one with its changes. */
export function updateAsSystem<T extends Resource>(tenant: Tenant, resource: WithId<T>): WithId<T> {
  return put(tenant, resource);
}

function put<T extends Resource>(tenant: Tenant, resource: WithId<T>): WithId<T> {
  const stored = {
    ...resource,
    meta: {
      ...resource.meta,
      author: { reference: 'system' },
      versionId: tenant.random.uuid(),
      lastUpdated: tenant.clock().toISOString(),
      compartment: compartmentsOf(resource, resource.meta?.project, accountsOf(resource.meta)),
    },
  };
  tenant.store.put(stored);
  return stored;
}
