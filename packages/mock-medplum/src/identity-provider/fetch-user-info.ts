import { badRequest, OperationOutcomeError, parseJWTPayload, tooManyRequests } from '@medplum/core';
import type { IdentityProvider } from '@medplum/fhirtypes';
import { checkDepth } from '#json/check-depth.ts';
import { type OutboundAnswer, safeFetch } from '#outbound/safe-fetch.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { notConfirmed } from './identity-provider-error.ts';

/** What an identity provider says about a user. */
export type ExternalClaims = Readonly<Record<string, unknown>>;

/**
 * Asks an identity provider whom an access token of its own speaks for (OpenID Connect Core §5.3). That it answers is
 * what makes the token good.
 *
 * @throws OperationOutcomeError 400, or 429 when the provider is asked too often.
 */
export async function fetchUserInfo(
  tenant: Tenant,
  idp: Pick<IdentityProvider, 'userInfoUrl'>,
  token: string,
): Promise<ExternalClaims> {
  const answer = await askUserInfo(tenant, idp, token);
  if (answer.status === 429) {
    throw new OperationOutcomeError(tooManyRequests);
  }
  if (answer.status !== 200) {
    throw notConfirmed();
  }
  return readClaims(answer);
}

async function askUserInfo(
  tenant: Tenant,
  { userInfoUrl = '' }: Pick<IdentityProvider, 'userInfoUrl'>,
  token: string,
): Promise<OutboundAnswer> {
  try {
    return await safeFetch(tenant, userInfoUrl, {
      headers: { accept: 'application/json', 'accept-encoding': 'identity', authorization: `Bearer ${token}` },
    });
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
