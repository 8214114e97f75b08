import { badRequest, OperationOutcomeError, resolveId } from '@medplum/core';
import type { User } from '@medplum/fhirtypes';
import type { ExternalIdentity } from '#identity-provider/external-identity.ts';
import type { ResourceStore } from '#store/resource-store.ts';
import type { StoredLogin } from '#tenant/logins.ts';
import { readResource } from '#tenant/read-resource.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { chooseMembership } from './choose-membership.ts';
import { findUser } from './find-user.ts';
import { loginMemberships } from './login-memberships.ts';
import { checkChallenge } from './pkce.ts';
import { createLogin, type LoginRequest } from './start-login.ts';

/** A sign-in that an identity provider has confirmed. */
export type ExternalLogin = LoginRequest &
  ExternalIdentity &
  Readonly<{
    authMethod: 'exchange' | 'external' | 'google';
    /** Accepts only this membership. */
    membershipId?: string | undefined;
    /** Takes the first membership instead of asking the user. */
    takeFirst?: boolean | undefined;
  }>;

/**
 * Signs in a user whom an identity provider has confirmed. As in Medplum, no password and no second factor is asked for.
 *
 * @throws OperationOutcomeError 400 when nobody is known by that name, 404 when the launch is unknown.
 */
export function startExternalLogin(tenant: Tenant, request: ExternalLogin): StoredLogin {
  checkIdentity(request);
  checkChallenge(request, request.client);
  const launch = request.launchId ? readResource(tenant.store, 'SmartAppLaunch', request.launchId) : undefined;
  const user = findIdentified(tenant, request);
  const login = user && createLogin(tenant, request, { user, authMethod: request.authMethod, launch });
  const memberships = login ? loginMemberships(tenant.store, login) : [];
  const [first, ...others] = memberships.filter(({ id }) => !request.membershipId || id === request.membershipId);
  if (!login || !first) {
    throw new OperationOutcomeError(badRequest('User not found'));
  }
  tenant.logins.save(login);
  return others.length > 0 && !request.takeFirst ? login : chooseMembership(tenant, login, first.id ?? '');
}

function checkIdentity({ email, externalId, projectId }: ExternalLogin): void {
  if (!externalId && !email) {
    throw new OperationOutcomeError(badRequest('Missing email or externalId', 'externalId'));
  }
  if (externalId && !projectId) {
    throw new OperationOutcomeError(badRequest('Project ID is required for external ID', 'projectId'));
  }
}

function findIdentified({ store }: Tenant, { email, externalId, projectId }: ExternalLogin): User | undefined {
  return externalId ? findExternalUser(store, externalId, projectId ?? '') : findUser(store, email ?? '', projectId);
}

/** Finds a user of a project by the id that an identity provider knows them by: the User's, or a membership's. */
function findExternalUser(store: ResourceStore, externalId: string, projectId: string): User | undefined {
  const project = `Project/${projectId}`;
  const user = [...store.list('User')].find(
    (candidate) => candidate.externalId === externalId && candidate.project?.reference === project,
  );
  const membership = [...store.list('ProjectMembership')].find(
    (candidate) => candidate.externalId === externalId && candidate.project.reference === project,
  );
  return user ?? store.get('User', resolveId(membership?.user) ?? '');
}
