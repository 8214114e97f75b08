import type { Caller } from '#tenant/caller.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { bearerIdentity } from './bearer-identity.ts';
import { describeCaller } from './describe-caller.ts';
import { externalTokenIdentity } from './external-token-identity.ts';

/**
 * Finds whom an access token speaks for that came in a message and not in a header, as Medplum's sockets have it.
 *
 * @returns undefined when the token gives no access.
 */
export async function tokenCaller(tenant: Tenant, token: string, remoteAddress: string): Promise<Caller | undefined> {
  const identity = (await externalTokenIdentity(tenant, token, remoteAddress)) ?? (await bearerIdentity(tenant, token));
  return identity && describeCaller(tenant, identity, { remoteAddress, extendedMode: false });
}
