import { resolveId } from '@medplum/core';
import type { Project, ProjectMembership, User } from '@medplum/fhirtypes';
import type { RequestHandler } from 'express';
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
    const { project, authenticatedMembership: membership, accessPolicy } = callerOf(response);
    const user = tenant.store.get('User', isUser(membership) ? (resolveId(membership.user) ?? '') : '');
    response.json({
      user: user && describeUser(user),
      project: describeProject(project),
      membership: describeMembership(membership),
      profile: readReference(tenant.store, membership.profile),
      config: { resourceType: 'UserConfiguration', menu: defaultMenu(membership.admin === true) },
      accessPolicy,
      security: user && {
        mfaEnrolled: user.mfaEnrolled === true,
        mfaRequired: user.mfaRequired === true,
        sessions: listSessions(tenant, user),
      },
    });
  };
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

function describeMembership({ id, identifier, user, profile, admin }: ProjectMembership): object {
  return { resourceType: 'ProjectMembership', id, identifier, user, profile, admin };
}
