import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Resource } from '@medplum/fhirtypes';
import type { Tenant } from '#tenant/tenant.ts';

const lifetimeSeconds = 60 * 60;

/** The secret with which each tenant signs its addresses. */
const secrets = new WeakMap<Tenant, string>();

/**
 * Returns an address at which the bytes of one version of a Binary can be had without a token, for an hour. It names the
 * project when the caller sees that.
 */
export function signedUrl(tenant: Tenant, { id, meta }: Resource): string {
  const url = new URL(`storage/${id}/${meta?.versionId}`, tenant.baseUrl);
  url.searchParams.set('Expires', String(nowSeconds(tenant) + lifetimeSeconds));
  if (meta?.project) {
    url.searchParams.set('Project', meta.project);
  }
  url.searchParams.set('Signature', sign(tenant, url));
  return url.href;
}

/** Tells whether an address was signed here and is still good. */
export function isSignedUrl(tenant: Tenant, path: string): boolean {
  const url = new URL(path, tenant.baseUrl);
  const given = Buffer.from(url.searchParams.get('Signature') ?? '');
  url.searchParams.delete('Signature');
  const expected = Buffer.from(sign(tenant, url));
  const isGenuine = given.length === expected.length && timingSafeEqual(given, expected);
  return isGenuine && Number(url.searchParams.get('Expires')) > nowSeconds(tenant);
}

function sign(tenant: Tenant, { pathname, search }: URL): string {
  const secret = secrets.get(tenant) ?? tenant.random.hex(32);
  secrets.set(tenant, secret);
  return createHmac('sha256', secret)
    .update(pathname.slice(pathname.indexOf('storage/')) + search)
    .digest('hex');
}

function nowSeconds(tenant: Tenant): number {
  return Math.floor(tenant.clock().getTime() / 1000);
}
