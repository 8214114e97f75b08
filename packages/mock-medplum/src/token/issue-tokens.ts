import { resolveId } from '@medplum/core';
import type { ClientApplication, ProjectMembership } from '@medplum/fhirtypes';
import type { StoredLogin } from '#tenant/logins.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { defaultLifetimeSeconds, lifetimeSeconds } from './lifetime.ts';

/** A login that was granted, and whose tokens these are to be. */
export type TokenSubject = Readonly<{
  login: StoredLogin;
  membership: ProjectMembership;
  client?: ClientApplication | undefined;
  /** Issuer of the tokens; the tenant unless it is one project of it. */
  issuer?: string | undefined;
  /** End of the refresh token that is being replaced, in seconds since 1970: the new one ends no later (RFC 10017). */
  refreshEndsBySeconds?: number | undefined;
}>;

/** The tokens of one answer of the token endpoint. */
export type IssuedTokens = Readonly<{
  idToken: string;
  accessToken: string;
  refreshToken?: string | undefined;
  accessLifetimeSeconds: number;
}>;

/** Signs the tokens of a login, with the claims that Medplum gives them. */
export async function issueTokens(tenant: Tenant, subject: TokenSubject): Promise<IssuedTokens> {
  const { login, client } = subject;
  const accessLifetimeSeconds = lifetimeSeconds(client?.accessTokenLifetime, defaultLifetimeSeconds.access);
  const claims = claimsOf(tenant, subject);
  const [idToken, accessToken, refreshToken] = await Promise.all([
    tenant.keys.sign({ ...claims.id, ...stamp(tenant, subject, defaultLifetimeSeconds.id) }),
    tenant.keys.sign({ ...claims.access, ...stamp(tenant, subject, accessLifetimeSeconds) }),
    login.refreshSecret === undefined ? undefined : signRefreshToken(tenant, subject),
  ]);
  return { idToken, accessToken, refreshToken, accessLifetimeSeconds };
}

function claimsOf(tenant: Tenant, { login, membership, issuer }: TokenSubject): Record<'id' | 'access', object> {
  const sub = resolveId(login.user);
  const email = login.scope?.split(' ').includes('email') ? tenant.store.get('User', sub ?? '')?.email : undefined;
  const shared = { client_id: resolveId(login.client), login_id: login.id };
  return {
    id: {
      ...shared,
      fhirUser: membership.profile.reference,
      email,
      aud: shared.client_id,
      sub,
      nonce: login.nonce,
      auth_time: new Date(login.authTime).getTime() / 1000,
    },
    access: {
      aud: issuer ?? tenant.baseUrl,
      ...shared,
      sub,
      username: sub,
      scope: login.scope,
      profile: membership.profile.reference,
      email,
    },
  };
}

function signRefreshToken(tenant: Tenant, subject: TokenSubject): Promise<string> {
  const { login, client, refreshEndsBySeconds = Infinity } = subject;
  const times = stamp(tenant, subject, lifetimeSeconds(client?.refreshTokenLifetime, defaultLifetimeSeconds.refresh));
  return tenant.keys.sign({
    aud: times.iss,
    client_id: resolveId(login.client),
    login_id: login.id,
    refresh_secret: login.refreshSecret,
    ...times,
    exp: Math.min(times.exp, refreshEndsBySeconds),
  });
}

type Stamp = Readonly<{ jti: string; iat: number; nbf: number; iss: string; exp: number }>;

function stamp(tenant: Tenant, { issuer = tenant.baseUrl }: TokenSubject, lifetime: number): Stamp {
  const now = Math.floor(tenant.clock().getTime() / 1000);
  return { jti: tenant.random.uuid(), iat: now, nbf: now, iss: issuer, exp: now + lifetime };
}
