import type { WithId } from '@medplum/core';
import type { ClientApplication, Project, ProjectMembership } from '@medplum/fhirtypes';
import { validate } from '#definitions/validate.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { createMembership } from './create-membership.ts';
import { createAsSystem } from './write-as-system.ts';

/** A new client; the server gives it id and secret. */
export type NewClient = Readonly<Omit<ClientApplication, 'id' | 'meta' | 'resourceType' | 'secret'>>;

/**
 * Makes a ClientApplication with a secret of 32 bytes, and its membership.
 *
 * @throws OperationOutcomeError 400 when it is not valid.
 */
export function createClient(
  tenant: Tenant,
  project: Project,
  client: NewClient,
  accessPolicy?: ProjectMembership['accessPolicy'],
): WithId<ClientApplication> {
  const secret = tenant.random.hex(32);
  const resource: ClientApplication = { ...client, resourceType: 'ClientApplication', secret };
  validate(resource);
  const created = createAsSystem(tenant, resource, project.id);
  createMembership(tenant, project, { user: created, profile: created }, accessPolicy && { accessPolicy });
  return created;
}
