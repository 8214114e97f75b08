import { resolveId } from '@medplum/core';
import type { Resource } from '@medplum/fhirtypes';
import { accountsOf, compartmentsOf } from '#matching/compartments.ts';
import type { Tenant } from '#tenant/tenant.ts';
import type { MedplumProject } from './medplum-project.ts';
import { ProjectError } from './project-error.ts';

/**
 * Puts the data of a project into an empty tenant, with the meta that Medplum gives what the system itself wrote.
 *
 * @throws ProjectError when there is no Project, or a resource has no type or no id.
 */
export function loadProject(tenant: Tenant, { resources, passwords }: MedplumProject): void {
  const projectId = resources.find(({ resourceType }) => resourceType === 'Project')?.id;
  if (!projectId) {
    throw new ProjectError('project_missing', 'The project data holds no resource of type Project with an id.');
  }
  for (const resource of resources) {
    if (!resource.resourceType || !resource.id) {
      throw new ProjectError('resource_invalid', `A resource has no type or no id: ${describe(resource)}.`);
    }
    tenant.store.put(stamp(tenant, resource, projectId));
  }
  for (const [userId, password] of Object.entries(passwords)) {
    tenant.passwords.set(userId, password);
  }
}

function stamp(tenant: Tenant, resource: Resource, projectId: string): Resource {
  // A User belongs to the whole server unless it names its project.
  const project = resource.resourceType === 'User' ? resolveId(resource.project) : projectId;
  return {
    ...resource,
    meta: {
      ...resource.meta,
      ...(project && { project }),
      versionId: tenant.random.uuid(),
      lastUpdated: tenant.clock().toISOString(),
      author: { reference: 'system' },
      compartment: compartmentsOf(resource, project, accountsOf(resource.meta)),
    },
  };
}

function describe({ resourceType, id }: Partial<Resource>): string {
  return `${resourceType ?? '(no resourceType)'}/${id ?? '(no id)'}`;
}
