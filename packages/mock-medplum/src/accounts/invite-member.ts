import { conflict, getReferenceString, OperationOutcomeError, type WithId } from '@medplum/core';
import type { Project, ProjectMembership, User } from '@medplum/fhirtypes';
import { findMemberships } from '#caller/find-membership.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { checkMembership } from './check-membership.ts';
import { checkPolicies } from './check-policies.ts';
import { createMembership } from './create-membership.ts';
import { createProfile, type PersonProfile } from './create-profile.ts';
import { createUser } from './create-user.ts';
import { defaultAccess } from './default-access.ts';
import { findInvitedProfile } from './find-invited-profile.ts';
import { findRelatedPatient } from './find-related-patient.ts';
import { findProjectUser, findServerUser } from './find-users.ts';
import type { Invitation } from './invitation.ts';
import { mailInvitation } from './mail-invitation.ts';
import { updateAsSystem } from './write-as-system.ts';

/**
 * Makes a person a member of a project.
 *
 * @throws OperationOutcomeError 409 when the person is one already, 400 when a profile, patient or policy that it names
 *   is not the project's.
 */
export function inviteMember(tenant: Tenant, project: Project, invitation: Invitation): WithId<ProjectMembership> {
  const details = membershipDetails(invitation);
  checkMembership(details);
  checkPolicies(tenant.store, project, invitation);
  const known = findInvitedUser(tenant, project, invitation);
  checkOtherScope(tenant, project, invitation);
  const chosenProfile = findInvitedProfile(tenant.store, project, invitation);
  const existing = known && findMemberOf(tenant, known, project);
  if (existing && !invitation.forceNewMembership) {
    return updateMembership(tenant, existing, { project, profile: chosenProfile, invitation, details });
  }
  const patient = chosenProfile ? undefined : findRelatedPatient(tenant.store, project, invitation);
  const user = known ?? createInvitedUser(tenant, project, invitation);
  const profile = chosenProfile ?? createProfile(tenant, project.id ?? '', { ...invitation, patient });
  const access = defaultAccess(project, profile, details);
  const membership = createMembership(tenant, project, { user, profile }, { ...details, ...access });
  mailInvitation(tenant, { project, user, isNew: !known, wanted: invitation.sendEmail !== false });
  return membership;
}

/**
 * Patients belong to the project, everyone else to the server, unless the invitation says otherwise. Who is known
 * elsewhere always belongs to the project.
 */
function isProjectScoped({ resourceType, externalId, scope }: Invitation): boolean {
  return (resourceType === 'Patient' && scope !== 'server') || externalId !== undefined || scope === 'project';
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

/**
 * One address should not have an account of the server and one of the project in the same project.
 *
 * @throws OperationOutcomeError 409.
 */
function checkOtherScope(tenant: Tenant, project: Project, invitation: Invitation): void {
  const { email, forceNewMembership } = invitation;
  if (!email || forceNewMembership) {
    return;
  }
  const other = isProjectScoped(invitation)
    ? findServerUser(tenant.store, email)
    : findProjectUser(tenant.store, email, project.id ?? '');
  if (other && findMemberOf(tenant, other, project)) {
    throw new OperationOutcomeError(conflict('User is already a member of this project'));
  }
}

function createInvitedUser(tenant: Tenant, project: Project, invitation: Invitation): WithId<User> {
  const { firstName, lastName, email, password, mfaRequired } = invitation;
  return createUser(tenant, {
    firstName,
    lastName,
    email,
    password: password ?? tenant.random.hex(16),
    projectId: isProjectScoped(invitation) ? project.id : undefined,
    mfaRequired: mfaRequired ?? undefined,
  });
}

function findMemberOf({ store }: Tenant, user: WithId<User>, project: Project): ProjectMembership | undefined {
  return findMemberships(store, `User/${user.id}`).find(
    (membership) => membership.project.reference === `Project/${project.id}`,
  );
}

type Update = Readonly<{
  project: Project;
  profile: WithId<PersonProfile> | undefined;
  invitation: Invitation;
  details: Partial<ProjectMembership>;
}>;

function updateMembership(
  tenant: Tenant,
  existing: ProjectMembership,
  { project, profile, invitation, details }: Update,
): WithId<ProjectMembership> {
  if (!invitation.upsert) {
    throw new OperationOutcomeError(conflict('User is already a member of this project'));
  }
  if (profile && existing.profile.reference !== getReferenceString(profile)) {
    throw new OperationOutcomeError(conflict('User is already a member of this project with a different profile'));
  }
  const access = profile ? defaultAccess(project, profile, details) : {};
  const { project: same, user, profile: kept } = existing;
  const changed = { ...existing, ...details, ...access, project: same, user, profile: kept };
  return updateAsSystem(tenant, changed as WithId<ProjectMembership>);
}

function membershipDetails(invitation: Invitation): Partial<ProjectMembership> {
  const { externalId, accessPolicy, access, admin, invitedBy, membership } = invitation;
  const { id: _id, meta: _meta, ...preset } = membership ?? {};
  return {
    ...(externalId && { externalId }),
    ...(accessPolicy && { accessPolicy }),
    ...(access && { access }),
    ...(typeof admin === 'boolean' && { admin }),
    ...(invitedBy && { invitedBy }),
    ...preset,
  };
}
