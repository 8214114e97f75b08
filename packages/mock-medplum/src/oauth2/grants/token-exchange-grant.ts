import { getStatus, normalizeErrorString, OperationOutcomeError, resolveId } from '@medplum/core';
import type { IdentityProvider } from '@medplum/fhirtypes';
import type { Request } from 'express';
import { OAuthError } from '#http/oauth-error.ts';
import { remoteAddressOf } from '#http/remote-address.ts';
import { readIdentity } from '#identity-provider/external-identity.ts';
import { type ExternalClaims, fetchUserInfo } from '#identity-provider/fetch-user-info.ts';
import { providerByClientId } from '#identity-provider/server-providers.ts';
import { startExternalLogin } from '#login/start-external-login.ts';
import type { Tenant } from '#tenant/tenant.ts';
import type { TokenSubject } from '#token/issue-tokens.ts';
import type { Grant } from './grant.ts';
import { grantedMembership } from './granted-membership.ts';

const accessToken = 'urn:ietf:params:oauth:token-type:access_token';

/** RFC 8693: an access token of the client's identity provider becomes tokens of Medplum. */
export const tokenExchangeGrant: Grant = {
  grantType: 'urn:ietf:params:oauth:grant-type:token-exchange',
  parameters: ['client_id', 'subject_token', 'subject_token_type', 'membership_id', 'scope', 'nonce'],
  isAdvertised: true,

  redeem({ tenant, request, parameters }) {
    return exchangeToken(tenant, request, {
      clientId: parameters['client_id'],
      subjectToken: parameters['subject_token'],
      subjectTokenType: parameters['subject_token_type'],
      membershipId: parameters['membership_id'],
      scope: parameters['scope'],
      nonce: parameters['nonce'],
    });
  },
};

/** The parameters of an exchange. */
export type TokenExchange = Readonly<{
  clientId?: string | undefined;
  subjectToken?: string | undefined;
  subjectTokenType?: string | undefined;
  membershipId?: string | undefined;
  scope?: string | undefined;
  nonce?: string | undefined;
}>;

/**
 * Exchanges an identity provider's access token. The client does not authenticate: the provider vouches for the user.
 *
 * @throws OAuthError when client or token are not good, OperationOutcomeError when nobody is known by that name.
 */
export async function exchangeToken(tenant: Tenant, request: Request, exchange: TokenExchange): Promise<TokenSubject> {
  const { clientId, subjectToken, subjectTokenType, membershipId, scope, nonce } = exchange;
  if (!clientId) {
    throw new OAuthError('invalid_request', 'Invalid client');
  }
  if (!subjectToken) {
    throw new OAuthError('invalid_request', 'Invalid subject_token');
  }
  if (subjectTokenType !== accessToken) {
    throw new OAuthError('invalid_request', 'Invalid subject_token_type');
  }
  const ofServer = providerByClientId(tenant, clientId);
  const client = ofServer ? undefined : tenant.store.get('ClientApplication', clientId);
  const idp = ofServer ?? client?.identityProvider;
  if (!idp) {
    throw new OAuthError('invalid_request', 'Invalid client');
  }
  const projectId = client ? client.meta?.project : projectOf(tenant, membershipId);
  const claims = await readUserInfo(tenant, idp, subjectToken);
  const login = startExternalLogin(tenant, {
    ...readIdentity(idp, claims),
    authMethod: 'exchange',
    client,
    projectId,
    membershipId,
    takeFirst: true,
    scope: scope || 'openid offline_access',
    nonce: nonce || tenant.random.uuid(),
    remoteAddress: remoteAddressOf(request),
    userAgent: request.get('user-agent'),
  });
  const membership = grantedMembership(tenant, login);
  return { login: tenant.logins.save({ ...login, granted: true }), membership, client };
}

/** A provider of the server belongs to no project, so the membership tells which one is meant. */
function projectOf({ store }: Tenant, membershipId: string | undefined): string | undefined {
  if (!membershipId) {
    return undefined;
  }
  const membership = store.get('ProjectMembership', membershipId);
  if (!membership) {
    throw new OAuthError('invalid_request', 'Invalid membership');
  }
  return resolveId(membership.project);
}

async function readUserInfo(tenant: Tenant, idp: IdentityProvider, token: string): Promise<ExternalClaims> {
  try {
    return await fetchUserInfo(tenant, idp, token);
  } catch (error) {
    if (error instanceof OperationOutcomeError) {
      throw new OAuthError('invalid_request', normalizeErrorString(error), getStatus(error.outcome));
    }
    throw error;
  }
}
