import { hash } from 'node:crypto';
import { createReference, resolveId } from '@medplum/core';
import type { ProjectMembership } from '@medplum/fhirtypes';
import { isIpAllowed } from '#access-policy/ip-access-rule.ts';
import { resolveAccessPolicy } from '#access-policy/resolve-access-policy.ts';
import { recordLogin } from '#audit/record-login.ts';
import type { ExternalClaims } from '#identity-provider/fetch-user-info.ts';
import {
  areClaimsGood,
  findExternalProvider,
  readExternalClaims,
  verifyExternalToken,
} from '#identity-provider/verify-external-token.ts';
import type { StoredLogin } from '#tenant/logins.ts';
import type { ExternalAuthProvider } from '#tenant/tenant-settings.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { findExternalMember } from './find-external-member.ts';
import type { Identity } from './identity.ts';

/** For how long Medplum does not ask the provider again about a token. */
const keptMs = 3_600_000;

/**
 * Finds whom the JWT of an external provider speaks for, when the server takes such tokens (setting
 * `externalAuthProviders`). The provider is asked once an hour; that the token is current, that its login was not ended,
 * and that the member may come from this address is checked every time.
 *
 * @returns undefined when the token gives no access.
 */
export async function externalTokenIdentity(
  tenant: Tenant,
  token: string,
  remoteAddress: string,
): Promise<Identity | undefined> {
  const provider = findExternalProvider(tenant, token);
  if (!provider) {
    return undefined;
  }
  const claims = readExternalClaims(token);
  if (!areClaimsGood(tenant, claims)) {
    return undefined;
  }
  const login = keptLogin(tenant, token) ?? (await signIn(tenant, { provider, token, claims, remoteAddress }));
  const membership = tenant.store.get('ProjectMembership', resolveId(login?.membership) ?? '');
  const mayEnter = membership && isOpen(tenant, membership, remoteAddress);
  return login && !login.revoked && mayEnter ? { membership, login, actsAlone: true } : undefined;
}

type ExternalToken = Readonly<{
  provider: ExternalAuthProvider;
  token: string;
  claims: ExternalClaims;
  remoteAddress: string;
}>;

async function signIn(tenant: Tenant, external: ExternalToken): Promise<StoredLogin | undefined> {
  const { provider, token, claims, remoteAddress } = external;
  try {
    await verifyExternalToken(tenant, provider, token);
  } catch (error) {
    tenant.log({ event: 'external-token-refused', issuer: provider.issuer, reason: String(error) });
    return undefined;
  }
  const membership = findExternalMember(tenant.store, claims);
  if (!membership || !isOpen(tenant, membership, remoteAddress)) {
    return undefined;
  }
  const { project, profile } = membership;
  recordLogin(tenant, { projectId: resolveId(project), profile, remoteAddress });
  const login = tenant.logins.save(createExternalLogin(tenant, membership, external));
  keepLogin(tenant, token, login);
  return login;
}

function isOpen({ store }: Tenant, membership: ProjectMembership, remoteAddress: string): boolean {
  return membership.active !== false && isIpAllowed(resolveAccessPolicy(store, membership), remoteAddress);
}

/** The session is the provider's, so there is no code, cookie or refresh token. */
function createExternalLogin(
  { random, clock }: Tenant,
  membership: ProjectMembership,
  { claims, remoteAddress }: ExternalToken,
): StoredLogin {
  const { scope, nonce } = claims;
  return {
    resourceType: 'Login',
    id: random.uuid(),
    authMethod: 'external',
    authTime: clock().toISOString(),
    project: membership.project,
    membership: createReference(membership),
    user: membership.user,
    remoteAddress,
    ...(typeof scope === 'string' && { scope }),
    ...(typeof nonce === 'string' && { nonce }),
  };
}

function keptLogin({ outbound, logins, clock }: Tenant, token: string): StoredLogin | undefined {
  const kept = outbound.externalLogins.get(hash('sha256', token));
  return kept && clock().getTime() < kept.until ? logins.get(kept.loginId) : undefined;
}

function keepLogin({ outbound, clock }: Tenant, token: string, { id }: StoredLogin): void {
  const now = clock().getTime();
  for (const [key, { until }] of outbound.externalLogins) {
    if (until <= now) {
      outbound.externalLogins.delete(key);
    }
  }
  outbound.externalLogins.set(hash('sha256', token), { loginId: id, until: now + keptMs });
}
