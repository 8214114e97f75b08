import { badRequest, OperationOutcomeError } from '@medplum/core';
import type { IdentityProvider } from '@medplum/fhirtypes';
import { readJsonObject } from '#outbound/read-json-object.ts';
import { safeFetch } from '#outbound/safe-fetch.ts';
import type { Tenant } from '#tenant/tenant.ts';
import type { ExternalClaims } from './fetch-user-info.ts';
import { notConfirmed } from './identity-provider-error.ts';
import { verifyIdToken } from './verify-id-token.ts';

/** Where identity providers send the browser back to. */
export function externalCallbackUrl({ baseUrl }: Tenant): string {
  return `${baseUrl}auth/external`;
}

/**
 * Exchanges the code of an identity provider (OpenID Connect Core §3.1.3).
 *
 * @param codeChallenge - What the app sent for its own exchange; with `usePkce` Medplum sends it on as the verifier.
 * @returns The claims of the id_token.
 * @throws OperationOutcomeError 400.
 */
export async function redeemExternalCode(
  tenant: Tenant,
  idp: IdentityProvider,
  code: string,
  codeChallenge: string | undefined,
): Promise<ExternalClaims> {
  if (!idp.tokenUrl) {
    throw new OperationOutcomeError(badRequest('Missing token URL for external identity provider'));
  }
  const request = tokenRequest(tenant, idp, code, codeChallenge);
  try {
    const { id_token: idToken } = readJsonObject(await safeFetch(tenant, idp.tokenUrl, request));
    return await verifyIdToken(tenant, idp, idToken);
  } catch (cause) {
    throw notConfirmed(cause);
  }
}

function tokenRequest(tenant: Tenant, idp: IdentityProvider, code: string, verifier: string | undefined): RequestInit {
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    redirect_uri: externalCallbackUrl(tenant),
    code,
  });
  const headers = new Headers({ accept: 'application/json', 'accept-encoding': 'identity' });
  if (idp.usePkce && verifier) {
    body.set('code_verifier', verifier);
  }
  if (idp.tokenAuthMethod === 'client_secret_post') {
    if (!idp.clientId || !idp.clientSecret) {
      const text = 'Missing client ID or client secret for external identity provider';
      throw new OperationOutcomeError(badRequest(text));
    }
    body.set('client_id', idp.clientId);
    body.set('client_secret', idp.clientSecret);
  } else {
    headers.set('authorization', `Basic ${Buffer.from(`${idp.clientId}:${idp.clientSecret}`).toString('base64')}`);
  }
  return { method: 'POST', headers, body };
}
