import { conflict, getReferenceString, OperationOutcomeError, type WithId } from '@medplum/core';
import type { Project, ProjectMembership, User } from '@medplum/fhirtypes';
import { findMemberships } from '#caller/find-membership.ts';
import { validate } from '#definitions/validate.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { createMembership } from './create-membership.ts';
import { createProfile, type PersonProfile } from './create-profile.ts';
import { createUser } from './create-user.ts';
import { defaultAccess } from './default-access.ts';
import { findInvitedProfile } from './find-invited-profile.ts';
import { findProjectUser, findServerUser } from './find-users.ts';
import type { Invitation } from './invitation.ts';
import { mailInvitation } from './mail-invitation.ts';
import { updateAsSystem } from './write-as-system.ts';

/**
 * Makes a person a member of a project.
 *
 * @throws OperationOutcomeError 409 when the person is one already, 400 when the profile is not the project's.
 */
export function inviteMember(tenant: Tenant, project: Project, invitation: Invitation): WithId<ProjectMembership> {
  const details = membershipDetails(invitation);
  checkDetails(details);
  const known = findInvitedUser(tenant, project, invitation);
  const chosenProfile = findInvitedProfile(tenant.store, project, invitation);
  const existing = known && findMemberOf(tenant, known, project);
  if (existing && !invitation.forceNewMembership) {
    return updateMembership(tenant, existing, chosenProfile, invitation);
  }
  const user = known ?? createInvitedUser(tenant, project, invitation);
  const profile = chosenProfile ?? createProfile(tenant, project.id ?? '', invitation);
  const membership = createMembership(
    tenant,
    project,
    { user, profile },
    {
      ...details,
      ...defaultAccess(project, invitation.resourceType, details),
      ...(invitation.invitedBy && { invitedBy: invitation.invitedBy }),
    },
  );
  mailInvitation(tenant, { project, user, isNew: !known, wanted: invitation.sendEmail !== false });
  return membership;
}

/** Patients belong to the project, everyone else to the server, unless the invitation says otherwise. */
function isProjectScoped({ resourceType, externalId, scope }: Invitation): boolean {
  return scope ? scope === 'project' : resourceType === 'Patient' || externalId !== undefined;
}

function findInvitedUser(tenant: Tenant, project: Project, invitation: Invitation): WithId<User> | undefined {
  const { email } = invitation;
  if (!email) {
    return undefined;
  }
  return isProjectScoped(invitation)
    ? findProjectUser(tenant.store, email, project.id ?? '')
    : findServerUser(tenant.store, email);
}

function createInvitedUser(tenant: Tenant, project: Project, invitation: Invitation): WithId<User> {
  const { firstName, lastName, email, password, mfaRequired } = invitation;
  return createUser(tenant, {
    firstName,
    lastName,
    email,
    password: password || tenant.random.hex(16),
    projectId: isProjectScoped(invitation) ? project.id : undefined,
    mfaRequired: mfaRequired ?? undefined,
  });
}

function findMemberOf({ store }: Tenant, user: WithId<User>, project: Project): ProjectMembership | undefined {
  return findMemberships(store, `User/${user.id}`).find(
    (membership) => membership.project.reference === `Project/${project.id}`,
  );
}

function updateMembership(
  tenant: Tenant,
  existing: ProjectMembership,
  profile: WithId<PersonProfile> | undefined,
  invitation: Invitation,
): WithId<ProjectMembership> {
  if (!invitation.upsert) {
    throw new OperationOutcomeError(conflict('User is already a member of this project'));
  }
  if (profile && existing.profile.reference !== getReferenceString(profile)) {
    throw new OperationOutcomeError(conflict('User is already a member of this project with a different profile'));
  }
  const { project, user, profile: kept } = existing;
  const changed = { ...existing, ...membershipDetails(invitation), project, user, profile: kept };
  return updateAsSystem(tenant, changed as WithId<ProjectMembership>);
}

/** Validates the preset fields before it makes a user, so that a refused invitation leaves nothing behind. */
function checkDetails(details: Partial<ProjectMembership>): void {
  const somebody = { reference: 'User/somebody' };
  const holder = { project: { reference: 'Project/some' }, user: somebody, profile: { reference: 'Patient/somebody' } };
  validate({ ...details, ...holder, resourceType: 'ProjectMembership' });
}

function membershipDetails(invitation: Invitation): Partial<ProjectMembership> {
  const { externalId, accessPolicy, access, admin, membership } = invitation;
  const { id: _id, meta: _meta, ...preset } = membership ?? {};
  return {
    ...preset,
    ...(externalId && { externalId }),
    ...(accessPolicy && { accessPolicy }),
    ...(access && { access }),
    ...(typeof admin === 'boolean' && { admin }),
  };
}
