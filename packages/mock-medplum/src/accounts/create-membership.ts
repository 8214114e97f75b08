import { createReference, type WithId } from '@medplum/core';
import type { Bot, ClientApplication, Project, ProjectMembership, User } from '@medplum/fhirtypes';
import type { Tenant } from '#tenant/tenant.ts';
import type { PersonProfile } from './create-profile.ts';
import { createAsSystem } from './write-as-system.ts';

/** Who becomes a member, and as whom. A machine is its own profile. */
export type NewMember =
  | Readonly<{ user: WithId<User>; profile: WithId<PersonProfile> }>
  | Readonly<{ user: WithId<Bot | ClientApplication>; profile: WithId<Bot | ClientApplication> }>;

/** Makes someone a member of a project. */
export function createMembership(
  tenant: Tenant,
  project: Project,
  { user, profile }: NewMember,
  details: Partial<ProjectMembership> = {},
): WithId<ProjectMembership> {
  const membership: ProjectMembership = {
    ...details,
    resourceType: 'ProjectMembership',
    project: createReference(project),
    user: createReference(user),
    profile: createReference(profile),
  };
  return createAsSystem(tenant, membership, project.id);
}
