import { readJsonObject } from '#outbound/read-json-object.ts';
import { safeFetch } from '#outbound/safe-fetch.ts';
import type { Tenant } from '#tenant/tenant.ts';

/**
 * Asks an issuer where it publishes its keys (OpenID Connect Discovery 1.0 §4).
 *
 * @returns undefined when it has no discovery, or publishes none.
 */
export async function discoverKeys(tenant: Tenant, issuer: string): Promise<string | undefined> {
  try {
    const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
    const { jwks_uri: jwksUri } = readJsonObject(await safeFetch(tenant, url));
    return typeof jwksUri === 'string' ? jwksUri : undefined;
  } catch {
    return undefined;
  }
}
