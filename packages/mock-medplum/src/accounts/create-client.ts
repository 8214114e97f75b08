import { stringify, type WithId } from '@medplum/core';
import type { ClientApplication, Project, ProjectMembership } from '@medplum/fhirtypes';
import { validate } from '#definitions/validate.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { checkMembership } from './check-membership.ts';
import { createMembership } from './create-membership.ts';
import { createAsSystem } from './write-as-system.ts';

/** A new client, validated when it is made; the server gives it its id, and a secret unless it has one. */
export type NewClient = Readonly<Record<string, unknown>>;

/**
 * Makes a ClientApplication, with a secret of 32 bytes unless it brings one, and its membership.
 *
 * @throws OperationOutcomeError 400 when it is not valid.
 */
export function createClient(
  tenant: Tenant,
  project: Project,
  client: NewClient,
  accessPolicy?: ProjectMembership['accessPolicy'],
): WithId<ClientApplication> {
  const resource = { resourceType: 'ClientApplication', secret: tenant.random.hex(32), ...client } as ClientApplication;
  validate(resource);
  checkMembership(accessPolicy ? { accessPolicy } : {});
  const created = createAsSystem(tenant, JSON.parse(stringify(resource)) as ClientApplication, project.id);
  createMembership(tenant, project, { user: created, profile: created }, accessPolicy && { accessPolicy });
  return created;
}
