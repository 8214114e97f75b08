import { badRequest, createReference, OperationOutcomeError } from '@medplum/core';
import type { ClientApplication, ProjectMembership, Reference } from '@medplum/fhirtypes';
import { findMemberships } from '#caller/find-membership.ts';
import { loginCookieName } from '#login/login-cookie.ts';
import type { StoredLogin } from '#tenant/logins.ts';
import { readResource } from '#tenant/read-resource.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { issueTokens } from '#token/issue-tokens.ts';
import type { SessionOptions } from './session-options.ts';

/** Tokens as after a sign-in, and what a browser would remember. */
export type Session = Readonly<{
  login: string;
  accessToken: string;
  idToken: string;
  /** Only for a user, whose scope is `offline_access` among others by default. */
  refreshToken?: string | undefined;
  project: ProjectMembership['project'];
  profile: ProjectMembership['profile'];
  scope: string;
  /** The cookie that lets `prompt=none` succeed; absent without a client. */
  cookie?: Readonly<{ name: string; value: string }> | undefined;
}>;

const defaultScope = { user: 'openid profile email offline_access', client: 'openid' };

/**
 * Makes the session of a user or a client as if they had signed in, without a password.
 *
 * @throws OperationOutcomeError 400 when nobody is named or the user is unknown, 404 when the client is.
 */
export async function makeSession(tenant: Tenant, options: SessionOptions): Promise<Session> {
  const client =
    options.client === undefined ? undefined : readResource(tenant.store, 'ClientApplication', options.client);
  const holder = options.user === undefined ? clientHolder(client) : userHolder(tenant, options.user);
  const membership = findMembership(tenant, holder, options.profile);
  const scope = options.scope ?? defaultScope[options.user === undefined ? 'client' : 'user'];
  const login = tenant.logins.save(grantedLogin(tenant, { holder, membership, client, scope }));
  const { accessToken, idToken, refreshToken } = await issueTokens(tenant, { login, membership, client });
  return {
    login: login.id,
    accessToken,
    idToken,
    refreshToken,
    project: membership.project,
    profile: membership.profile,
    scope,
    cookie: client && { name: loginCookieName(client.id ?? ''), value: login.cookie ?? '' },
  };
}

function clientHolder(client: ClientApplication | undefined): Reference {
  if (!client) {
    throw new OperationOutcomeError(badRequest('Name a user by email, a client by id, or both'));
  }
  return createReference(client);
}

function userHolder(tenant: Tenant, email: string): Reference {
  const user = [...tenant.store.list('User')].find((candidate) => candidate.email === email.toLowerCase());
  if (!user) {
    throw new OperationOutcomeError(badRequest(`No user has the email ${email}`));
  }
  return createReference(user);
}

function findMembership(tenant: Tenant, holder: Reference, profile: string | undefined): ProjectMembership {
  const membership = findMemberships(tenant.store, holder.reference ?? '').find(
    (candidate) => profile === undefined || candidate.profile.reference === profile,
  );
  if (!membership) {
    throw new OperationOutcomeError(badRequest(`${holder.reference} has no such membership`));
  }
  return membership;
}

type Grant = Readonly<{
  holder: Reference;
  membership: ProjectMembership;
  client: ClientApplication | undefined;
  scope: string;
}>;

function grantedLogin(tenant: Tenant, { holder, membership, client, scope }: Grant): StoredLogin {
  const isUser = holder.reference?.startsWith('User/');
  return {
    resourceType: 'Login',
    id: tenant.random.uuid(),
    authMethod: isUser ? 'password' : 'client',
    authTime: tenant.clock().toISOString(),
    user: holder as NonNullable<StoredLogin['user']>,
    ...(client && { client: createReference(client) }),
    membership: createReference(membership),
    scope,
    nonce: tenant.random.uuid(),
    cookie: tenant.random.hex(16),
    granted: true,
    ...(isUser && scope.split(' ').includes('offline_access') && { refreshSecret: tenant.random.hex(32) }),
    remoteAddress: '127.0.0.1',
  };
}
