import { createReference, type WithId } from '@medplum/core';
import type { Project } from '@medplum/fhirtypes';
import type { Tenant } from '#tenant/tenant.ts';
import { createMembership } from './create-membership.ts';
import { createProfile } from './create-profile.ts';
import { createUser } from './create-user.ts';
import { updateAsSystem } from './write-as-system.ts';

/** The super administrator of a new Medplum server. The password is public, so this is for development alone. */
export const superAdminCredentials = { email: 'admin@example.com', password: 'medplum_admin' } as const;

/** Adds the super administrator, and the project whose members reach all projects. */
export function addSuperAdmin(tenant: Tenant): void {
  const person = { firstName: 'Medplum', lastName: 'Admin', email: superAdminCredentials.email };
  const user = createUser(tenant, { ...person, password: superAdminCredentials.password });
  const id = tenant.random.uuid();
  const project: WithId<Project> = {
    resourceType: 'Project',
    id,
    meta: { project: id },
    name: 'Super Admin',
    owner: createReference(user),
    superAdmin: true,
    strictMode: true,
  };
  updateAsSystem(tenant, project);
  const profile = createProfile(tenant, id, { resourceType: 'Practitioner', ...person });
  createMembership(tenant, project, { user, profile }, { admin: true });
}
