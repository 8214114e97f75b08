import { hash } from 'node:crypto';
import { isJwt, parseJWTPayload } from '@medplum/core';
import type { ClientApplication } from '@medplum/fhirtypes';
import type { JWTPayload } from 'jose';
import type { BasicCredentials } from '#caller/basic-credentials.ts';
import { OAuthError } from '#http/oauth-error.ts';
import type { Parameters } from '#http/parameters.ts';
import { checkDepth } from '#json/check-depth.ts';
import { verifyWithRemoteKeys } from '#outbound/verify-with-remote-keys.ts';
import type { Tenant } from '#tenant/tenant.ts';

const jwtBearer = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** How far the clocks of client and server may differ. */
const clockToleranceSeconds = 60;

/** Five minutes, as SMART App Launch 2.2 allows, and the tolerance. */
const maxLifetimeSeconds = 300 + clockToleranceSeconds;

/** Above this number, expired assertions are dropped. */
const rememberedAssertions = 1000;

/**
 * Authenticates a client by a JWT that it signed (`private_key_jwt`, RFC 7523 §3). Its keys are fetched each time, as
 * Medplum does: a key that the client took away is good no longer.
 *
 * @param issuer - The issuer that gets the request. Its token endpoint must be the only audience.
 * @returns What the client would have sent as id and secret.
 * @throws OAuthError
 */
export async function readClientAssertion(
  tenant: Tenant,
  parameters: Parameters,
  issuer: string,
): Promise<BasicCredentials> {
  if (parameters['client_assertion_type'] !== jwtBearer) {
    throw new OAuthError('invalid_request', 'Unsupported client assertion type');
  }
  const assertion = parameters['client_assertion'] ?? '';
  const audience = `${issuer}oauth2/token`;
  const client = findClient(tenant, readClaims(assertion), audience);
  const verified = await verifyWithRemoteKeys(tenant, assertion, {
    jwksUrl: client.jwksUri ?? '',
    issuer: client.id,
    audience,
    fresh: true,
  }).catch(() => {
    throw new OAuthError('invalid_request', 'Invalid client assertion signature');
  });
  rejectReplay(tenant, assertion, verified);
  return { id: client.id, secret: client.secret };
}

function readClaims(assertion: string): Readonly<Record<string, unknown>> {
  try {
    if (isJwt(assertion)) {
      return checkDepth(parseJWTPayload(assertion)) ?? {};
    }
  } catch {
    // It has three parts, but none of them is JSON.
  }
  throw new OAuthError('invalid_request', 'Invalid client assertion');
}

function findClient(tenant: Tenant, claims: Readonly<Record<string, unknown>>, audience: string): ClientApplication {
  const { aud, iss, sub } = claims;
  if (aud !== audience) {
    throw new OAuthError('invalid_request', 'Invalid client assertion audience');
  }
  if (iss !== sub) {
    throw new OAuthError('invalid_request', 'Invalid client assertion issuer');
  }
  const client = typeof iss === 'string' ? tenant.store.get('ClientApplication', iss) : undefined;
  if (!client) {
    throw new OAuthError('invalid_request', 'Client not found');
  }
  if (!client.jwksUri) {
    throw new OAuthError('invalid_request', 'Client must have a JWK Set URL');
  }
  return client;
}

/** Accepts an assertion once and for minutes (RFC 7523 §3, points 4 and 7): a copy from a log is worthless. */
function rejectReplay({ spentAssertions, clock }: Tenant, assertion: string, { iss, jti, iat, exp }: JWTPayload): void {
  const nowSeconds = clock().getTime() / 1000;
  if (exp === undefined) {
    throw new OAuthError('invalid_request', 'Client assertion does not expire');
  }
  if (exp - nowSeconds > maxLifetimeSeconds) {
    throw new OAuthError('invalid_request', 'Client assertion expires too late');
  }
  if (iat !== undefined && iat - nowSeconds > clockToleranceSeconds) {
    throw new OAuthError('invalid_request', 'Client assertion was issued in the future');
  }
  const key = `${iss} ${jti ?? hash('sha256', assertion)}`;
  if (spentAssertions.has(key)) {
    throw new OAuthError('invalid_request', 'Client assertion was used before');
  }
  if (spentAssertions.size >= rememberedAssertions) {
    for (const [spent, end] of spentAssertions) {
      if (end < nowSeconds) {
        spentAssertions.delete(spent);
      }
    }
  }
  spentAssertions.set(key, exp);
}
