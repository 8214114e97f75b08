import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTPayload, jwtVerify, type JWTVerifyOptions } from 'jose';
import type { Tenant } from '#tenant/tenant.ts';
import { OutboundError } from './outbound-error.ts';
import { readJsonObject } from './read-json-object.ts';
import { safeFetch } from './safe-fetch.ts';

/** No symmetric algorithm, so a public key is never taken for a secret, and never `none` (RFC 8725 §3.1). */
const algorithms = ['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512'];

const keptMs = 600_000;

/** Each key that fits a token without a key id costs a check of the signature. */
const maxKeys = 100;

/** Where the keys are, and what the claims have to say. */
export type RemoteKeysCheck = Readonly<{
  jwksUrl: string;
  issuer?: string | undefined;
  audience?: string | undefined;
  /** True fetches the keys each time, so that a key that was taken away is good no longer. */
  fresh?: boolean | undefined;
  /** How far the clocks may differ, in seconds. */
  clockTolerance?: number | undefined;
}>;

/**
 * Checks a JWT with keys that another server publishes (RFC 7517), by the tenant's clock. Keys that were kept are
 * fetched again, once, when none of them fits: the other side may have rotated them.
 *
 * @returns The claims.
 * @throws OutboundError or an error of jose when the token is not good.
 */
export async function verifyWithRemoteKeys(tenant: Tenant, token: string, check: RemoteKeysCheck): Promise<JWTPayload> {
  const options = verifyOptions(tenant, check);
  const kept = check.fresh ? undefined : keptKeys(tenant, check.jwksUrl);
  if (kept) {
    try {
      return await verifyWith(kept, token, options);
    } catch (error) {
      if (!isAboutKeys(error)) {
        throw error;
      }
    }
  }
  return verifyWith(await fetchKeys(tenant, check.jwksUrl), token, options);
}

function verifyOptions(tenant: Tenant, { issuer, audience, clockTolerance = 0 }: RemoteKeysCheck): JWTVerifyOptions {
  return {
    algorithms: algorithms,
    currentDate: tenant.clock(),
    clockTolerance,
    ...(issuer !== undefined && { issuer }),
    ...(audience !== undefined && { audience }),
  };
}

function keptKeys({ outbound, clock }: Tenant, url: string): JSONWebKeySet | undefined {
  const kept = outbound.keySets.get(url);
  return kept && clock().getTime() - kept.fetchedAt < keptMs ? kept.keySet : undefined;
}

async function fetchKeys(tenant: Tenant, url: string): Promise<JSONWebKeySet> {
  const answer = await safeFetch(tenant, url, { headers: { accept: 'application/json' } });
  const keySet = readJsonObject(answer) as unknown as JSONWebKeySet;
  if (Array.isArray(keySet.keys) && keySet.keys.length > maxKeys) {
    throw new OutboundError('The key set has too many keys.');
  }
  tenant.outbound.keySets.set(url, { keySet, fetchedAt: tenant.clock().getTime() });
  return keySet;
}

async function verifyWith(keySet: JSONWebKeySet, token: string, options: JWTVerifyOptions): Promise<JWTPayload> {
  try {
    return (await jwtVerify(token, createLocalJWKSet(keySet), options)).payload;
  } catch (error) {
    if (error instanceof errors.JWKSMultipleMatchingKeys) {
      return verifyWithAny(error, token, options);
    }
    throw error;
  }
}

/** A token without a key id may be signed by any key of its kind. */
async function verifyWithAny(
  keys: errors.JWKSMultipleMatchingKeys,
  token: string,
  options: JWTVerifyOptions,
): Promise<JWTPayload> {
  for await (const key of keys) {
    try {
      return (await jwtVerify(token, key, options)).payload;
    } catch (error) {
      if (!(error instanceof errors.JWSSignatureVerificationFailed)) {
        throw error;
      }
    }
  }
  throw new errors.JWSSignatureVerificationFailed();
}

function isAboutKeys(error: unknown): boolean {
  return error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWSSignatureVerificationFailed;
}
