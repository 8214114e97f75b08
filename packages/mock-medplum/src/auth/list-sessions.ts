import { resolveId } from '@medplum/core';
import type { User } from '@medplum/fhirtypes';
import { getParser } from 'bowser';
import type { Tenant } from '#tenant/tenant.ts';

const recentMs = 3_600_000;

/** Lists a user's valid logins of the last hour, as `/auth/me` shows them. */
export function listSessions(tenant: Tenant, user: User): object[] {
  const since = tenant.clock().getTime() - recentMs;
  return tenant.logins
    .listByUser(`User/${user.id}`)
    .filter((login) => login.membership && !login.revoked && new Date(login.meta?.lastUpdated ?? 0).getTime() > since)
    .map(({ id, meta, authMethod, remoteAddress, userAgent, membership }) => ({
      id,
      lastUpdated: meta?.lastUpdated,
      authMethod,
      remoteAddress,
      ...describeUserAgent(userAgent),
      project: tenant.store.get('ProjectMembership', resolveId(membership) ?? '')?.project,
    }));
}

/** Names the browser and its system. A program that is no browser has an empty name. */
function describeUserAgent(userAgent: string | undefined): Readonly<{ browser?: string; os?: string }> {
  if (!userAgent) {
    return {};
  }
  const parser = getParser(userAgent);
  const { name: os } = parser.getOS();
  return { browser: parser.getBrowserName(), ...(os !== undefined && { os }) };
}
