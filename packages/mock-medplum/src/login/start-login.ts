import { badRequest, createReference, OperationOutcomeError } from '@medplum/core';
import type { ClientApplication, Login, SmartAppLaunch, User } from '@medplum/fhirtypes';
import { constantTimeEqual } from '#caller/constant-time-equal.ts';
import type { StoredLogin } from '#tenant/logins.ts';
import { readResource } from '#tenant/read-resource.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { chooseMembership } from './choose-membership.ts';
import { findUser } from './find-user.ts';
import { loginMemberships } from './login-memberships.ts';
import { type Challenge, checkChallenge } from './pkce.ts';

/** The request of any sign-in, whatever proves the user's identity. */
export type LoginRequest = Challenge &
  Readonly<{
    scope: string;
    nonce: string;
    client?: ClientApplication | undefined;
    projectId?: string | undefined;
    launchId?: string | undefined;
    /** Only memberships with this type of profile are offered. */
    profileType?: Login['profileType'] | undefined;
    remoteAddress: string;
    userAgent?: string | undefined;
    /** Asks for a refresh token, as the scope `offline_access` does. */
    remember?: boolean | undefined;
  }>;

/** A sign-in with a password. */
export type PasswordLogin = LoginRequest &
  Readonly<{
    email: string;
    password: string;
    /** Lets a user in who is about to make a project, or to become its patient. */
    allowNoMembership?: boolean | undefined;
  }>;

/**
 * Signs a user in: checks challenge, launch and password, and makes the login. With one membership the login is ready
 * to be exchanged; with several the user has to choose first.
 *
 * @throws OperationOutcomeError 400 when anything does not fit, 404 when the launch is unknown.
 */
export function startLogin(tenant: Tenant, request: PasswordLogin): StoredLogin {
  checkChallenge(request, request.client);
  const launch = request.launchId ? readResource(tenant.store, 'SmartAppLaunch', request.launchId) : undefined;
  const user = checkPassword(tenant, request);
  const login = createLogin(tenant, request, { user, authMethod: 'password', launch });
  const [membership, ...others] = loginMemberships(tenant.store, login);
  if (!membership && request.allowNoMembership) {
    return tenant.logins.save(login);
  }
  if (!membership) {
    throw new OperationOutcomeError(badRequest('User not found'));
  }
  tenant.logins.save(login);
  return others.length > 0 ? login : chooseMembership(tenant, login, membership.id ?? '');
}

/** The user who signs in, and how the user was authenticated. */
export type LoginIdentity = Readonly<{
  user: User;
  authMethod: Login['authMethod'];
  launch?: SmartAppLaunch | undefined;
}>;

/** Makes the login of a user who has proven who they are. It is not saved, and has no membership yet. */
export function createLogin(tenant: Tenant, request: LoginRequest, identity: LoginIdentity): StoredLogin {
  const { user, authMethod, launch } = identity;
  return {
    resourceType: 'Login',
    id: tenant.random.uuid(),
    authMethod,
    authTime: tenant.clock().toISOString(),
    user: createReference(user),
    code: tenant.random.hex(16),
    cookie: tenant.random.hex(16),
    scope: request.scope,
    nonce: request.nonce,
    remoteAddress: request.remoteAddress,
    ...present({
      client: request.client && createReference(request.client),
      launch: launch && createReference(launch),
      project: request.projectId ? { reference: `Project/${request.projectId}` } : undefined,
      profileType: request.profileType,
      refreshSecret: wantsRefreshToken(request) ? tenant.random.hex(32) : undefined,
      codeChallenge: request.codeChallenge,
      codeChallengeMethod: request.codeChallengeMethod as 'S256' | 'plain' | undefined,
      userAgent: request.userAgent,
    }),
  };
}

function checkPassword(tenant: Tenant, { email, password, projectId }: PasswordLogin): User {
  const user = findUser(tenant.store, email, projectId);
  if (!user) {
    throw new OperationOutcomeError(badRequest('User not found'));
  }
  const known = tenant.passwords.get(user.id ?? '');
  if (known === undefined || !constantTimeEqual(known, password)) {
    throw new OperationOutcomeError(badRequest('Email or password is invalid'));
  }
  return user;
}

function wantsRefreshToken({ scope, client, remember }: LoginRequest): boolean {
  const scopes = scope.split(' ');
  const isOffline = scopes.includes('offline_access') || scopes.includes('offline');
  return isOffline || remember === true || client?.grantType?.includes('refresh_token') === true;
}

/** Leaves out what is undefined, so that a stored resource has only members with a value. */
function present<T extends object>(members: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(members).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
