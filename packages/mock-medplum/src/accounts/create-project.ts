import { createReference, type WithId } from '@medplum/core';
import type { AccessPolicy, Project, ProjectMembership, User } from '@medplum/fhirtypes';
import type { Tenant } from '#tenant/tenant.ts';
import { createClient } from './create-client.ts';
import { createMembership } from './create-membership.ts';
import { createProfile } from './create-profile.ts';
import { adminPolicy, patientPolicy, practitionerPolicy } from './default-policies.ts';
import { createAsSystem, updateAsSystem } from './write-as-system.ts';

/**
 * Makes a project with what Medplum puts into each: a default client, the default policies by profile, and its owner
 * as a practitioner and administrator.
 *
 * @returns the owner's membership.
 */
export function createProject(tenant: Tenant, name: string, owner: WithId<User>): WithId<ProjectMembership> {
  const created = createProjectAlone(tenant, name, owner);
  createClient(tenant, created, { name: `${name} Default Client`, description: `Default client for ${name}` });
  const project = addDefaultPolicies(tenant, created);
  const { firstName, lastName, email } = owner;
  const profile = createProfile(tenant, project.id, { resourceType: 'Practitioner', firstName, lastName, email });
  return createMembership(tenant, project, { user: owner, profile }, { admin: true });
}

function createProjectAlone(tenant: Tenant, name: string, owner: WithId<User>): WithId<Project> {
  const features = [...tenant.settings.defaultProjectFeatures] as NonNullable<Project['features']>;
  const project: WithId<Project> = {
    resourceType: 'Project',
    id: tenant.random.uuid(),
    name,
    owner: createReference(owner),
    strictMode: true,
    ...(features.length > 0 && { features }),
  };
  // A project belongs to itself, so that its administrators reach it.
  return updateAsSystem(tenant, { ...project, meta: { project: project.id } });
}

function addDefaultPolicies(tenant: Tenant, project: WithId<Project>): WithId<Project> {
  const add = (policy: AccessPolicy): NonNullable<Project['defaultPatientAccessPolicy']> =>
    createReference(createAsSystem(tenant, policy, project.id));
  const forPatients = add(patientPolicy('Default Patient Access Policy'));
  return updateAsSystem(tenant, {
    ...project,
    defaultPatientAccessPolicy: forPatients,
    defaultAccessPolicies: [
      { profileType: 'Patient', accessPolicy: forPatients },
      { profileType: 'RelatedPerson', accessPolicy: add(patientPolicy('Default RelatedPerson Access Policy')) },
      { profileType: 'Admin', accessPolicy: add(adminPolicy('Default Admin Access Policy')) },
      { profileType: 'Practitioner', accessPolicy: add(practitionerPolicy('Default Practitioner Access Policy')) },
    ],
  });
}
