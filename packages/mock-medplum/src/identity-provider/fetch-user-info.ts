import { badRequest, OperationOutcomeError, parseJWTPayload, tooManyRequests } from '@medplum/core';
import type { IdentityProvider } from '@medplum/fhirtypes';
import { checkDepth } from '#json/check-depth.ts';
import { type OutboundAnswer, safeFetch } from '#outbound/safe-fetch.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { notConfirmed } from './identity-provider-error.ts';

/** What an identity provider says about a user. */
export type ExternalClaims = Readonly<Record<string, unknown>>;

/** Where and how an identity provider is asked. */
export type UserInfoProvider = Readonly<{
  userInfoUrl?: string | undefined;
  userInfoMode?: IdentityProvider['userInfoMode'];
  userInfoApiKey?: string | undefined;
}>;

/**
 * Asks an identity provider whom an access token of its own speaks for (OpenID Connect Core §5.3). That it answers is
 * what makes the token good.
 *
 * @throws OperationOutcomeError 400, or 429 when the provider is asked too often.
 */
export async function fetchUserInfo(tenant: Tenant, idp: UserInfoProvider, token: string): Promise<ExternalClaims> {
  const request = userInfoRequest(idp, token);
  const answer = await askUserInfo(tenant, request);
  if (answer.status === 429) {
    throw new OperationOutcomeError(tooManyRequests);
  }
  if (answer.status !== 200) {
    throw notConfirmed();
  }
  const claims = readClaims(answer);
  return idp.userInfoMode === 'gcip' ? gcipClaims(claims) : claims;
}

type UserInfoRequest = Readonly<{ url: string; init: RequestInit }>;

const headers = { accept: 'application/json', 'accept-encoding': 'identity' };

/** Google Cloud Identity Platform is asked by POST, with a key in the URL. */
function userInfoRequest(
  { userInfoUrl = '', userInfoMode, userInfoApiKey }: UserInfoProvider,
  token: string,
): UserInfoRequest {
  if (userInfoMode !== 'gcip') {
    return { url: userInfoUrl, init: { headers: { ...headers, authorization: `Bearer ${token}` } } };
  }
  if (!userInfoApiKey) {
    throw new OperationOutcomeError(
      badRequest('Missing user info API key - check your identity provider configuration'),
    );
  }
  const url = `${userInfoUrl}${userInfoUrl.includes('?') ? '&' : '?'}key=${encodeURIComponent(userInfoApiKey)}`;
  const body = JSON.stringify({ idToken: token });
  return { url, init: { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body } };
}

/** It answers with a list of users, whose id has a name of its own. */
function gcipClaims({ users }: ExternalClaims): ExternalClaims {
  const user = (Array.isArray(users) ? users[0] : undefined) as ExternalClaims | null | undefined;
  if (!user || typeof user !== 'object') {
    throw new OperationOutcomeError(badRequest('Failed to verify code - invalid user info response'));
  }
  if (!user['localId']) {
    throw new OperationOutcomeError(badRequest('Failed to verify code - missing localId in user info response'));
  }
  return { ...user, sub: user['localId'] };
}

async function askUserInfo(tenant: Tenant, { url, init }: UserInfoRequest): Promise<OutboundAnswer> {
  try {
    return await safeFetch(tenant, url, init);
  } catch (cause) {
    throw notConfirmed(cause);
  }
}

function readClaims({ contentType, text }: OutboundAnswer): ExternalClaims {
  const isJson = contentType?.includes('application/json');
  if (!isJson && !contentType?.includes('application/jwt')) {
    const reason = `Failed to verify code - unsupported content type: ${contentType}`;
    throw new OperationOutcomeError(badRequest(reason));
  }
  try {
    return (checkDepth(isJson ? JSON.parse(text) : parseJWTPayload(text)) ?? {}) as ExternalClaims;
  } catch (cause) {
    throw notConfirmed(cause);
  }
}
