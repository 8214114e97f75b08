import type { Project, ProjectMembership, User, UserConfiguration } from '@medplum/fhirtypes';
import type { RequestHandler } from 'express';
import { findMemberships } from '#caller/find-membership.ts';
import { createPolicy } from '#fhir-context/create-policy.ts';
import { callerOf } from '#http/caller-of.ts';
import { readReference } from '#tenant/read-resource.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { defaultMenu } from './default-menu.ts';
import { listSessions } from './list-sessions.ts';

/**
 * `GET /auth/me`: who the caller is and what they may do. Under on-behalf-of it shows the one who authenticated, with
 * the policy of the one acted for, as Medplum does.
 */
export function me(tenant: Tenant): RequestHandler {
  return (_request, response) => {
    const caller = callerOf(response);
    const { project, authenticatedMembership: membership } = caller;
    const { superAdmin: _isSuper, ...accessPolicy } = createPolicy(tenant, caller);
    const user = isUser(membership) ? (readReference(tenant.store, membership.user) as User) : undefined;
    response.json({
      user: user && describeUser(user),
      project: describeProject(project),
      membership: describeMembership(membership),
      profile: readReference(tenant.store, membership.profile),
      config: configOf(tenant, project, membership),
      accessPolicy,
      security: user && {
        mfaEnrolled: user.mfaEnrolled === true,
        mfaRequired: user.mfaRequired === true,
        sessions: listSessions(tenant, user),
        memberships: membershipsIn(tenant, project, user).map(describeInSecurity),
      },
    });
  };
}

function configOf({ store }: Tenant, project: Project, membership: ProjectMembership): UserConfiguration {
  const own = membership.userConfiguration && (readReference(store, membership.userConfiguration) as UserConfiguration);
  return { resourceType: 'UserConfiguration', menu: defaultMenu(project, membership), ...own };
}

function isUser(membership: ProjectMembership): boolean {
  return membership.user?.reference?.startsWith('User/') === true;
}

function describeUser({ id, email, identifier }: User): object {
  return { resourceType: 'User', id, email, identifier };
}

function describeProject({ id, name, description, features, strictMode, superAdmin }: Project): object {
  return { resourceType: 'Project', id, name, description, features, strictMode, superAdmin };
}

/** A user may be several times in one project, with a profile each. */
function membershipsIn({ store }: Tenant, { id }: Project, user: User): ProjectMembership[] {
  return findMemberships(store, `User/${user.id}`).filter(
    ({ project, active }) => project.reference === `Project/${id}` && active !== false,
  );
}

function describeInSecurity({ id, identifier, profile, admin }: ProjectMembership): object {
  return { resourceType: 'ProjectMembership', id, identifier, profile, admin };
}

function describeMembership({ id, identifier, user, profile, admin }: ProjectMembership): object {
  return { resourceType: 'ProjectMembership', id, identifier, user, profile, admin };
}
