import { createReference } from '@medplum/core';
import type { ProjectMembership } from '@medplum/fhirtypes';
import type { Tenant } from '#tenant/tenant.ts';
import { issueTokens } from '#token/issue-tokens.ts';

/** Makes the login of one run of a Bot, and returns its access token: what the Bot does is done by `runAs`. */
export async function issueBotToken(tenant: Tenant, runAs: ProjectMembership): Promise<string> {
  const login = tenant.logins.save({
    resourceType: 'Login',
    id: tenant.random.uuid(),
    authMethod: 'execute',
    user: runAs.user ?? runAs.profile,
    membership: createReference(runAs),
    authTime: tenant.clock().toISOString(),
    scope: 'openid',
    granted: true,
  });
  return (await issueTokens(tenant, { login, membership: runAs })).accessToken;
}
