import { getStatus, normalizeErrorString, OperationOutcomeError } from '@medplum/core';
import type { ClientApplication } from '@medplum/fhirtypes';
import type { Request } from 'express';
import { OAuthError } from '#http/oauth-error.ts';
import { remoteAddressOf } from '#http/remote-address.ts';
import { readIdentity } from '#identity-provider/external-identity.ts';
import { type ExternalClaims, fetchUserInfo } from '#identity-provider/fetch-user-info.ts';
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
  const client = tenant.store.get('ClientApplication', clientId);
  const idp = client?.identityProvider;
  if (!idp) {
    throw new OAuthError('invalid_request', 'Invalid client');
  }
  const claims = await readUserInfo(tenant, client, subjectToken);
  const login = startExternalLogin(tenant, {
    ...readIdentity(idp, claims),
    authMethod: 'exchange',
    client,
    projectId: client.meta?.project,
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

async function readUserInfo(tenant: Tenant, client: ClientApplication, token: string): Promise<ExternalClaims> {
  try {
    return await fetchUserInfo(tenant, client.identityProvider ?? {}, token);
  } catch (error) {
    if (error instanceof OperationOutcomeError) {
      throw new OAuthError('invalid_request', normalizeErrorString(error), getStatus(error.outcome));
    }
    throw error;
  }
}
