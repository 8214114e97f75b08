import { resolveId } from '@medplum/core';
import { requireConfiguration } from '#access-policy/require-configuration.ts';
import { resolveAccessPolicy } from '#access-policy/resolve-access-policy.ts';
import type { Caller } from '#tenant/caller.ts';
import { readResource } from '#tenant/read-resource.ts';
import type { Tenant } from '#tenant/tenant.ts';
import type { Identity } from './identity.ts';
import { findOnBehalfOf } from './on-behalf-of.ts';

/** What a request says besides its credentials. */
export type Circumstances = Pick<Caller, 'remoteAddress' | 'extendedMode'> &
  Readonly<{
    /** The value of `X-Medplum-On-Behalf-Of`. */
    onBehalfOf?: string | undefined;
  }>;

/**
 * Returns all that the server knows of a caller whose credentials are good.
 *
 * @throws OperationOutcomeError when something behind the credentials is not there, or acting for someone is refused.
 */
export function describeCaller(
  tenant: Tenant,
  { membership, login, actsAlone = false }: Identity,
  { onBehalfOf: target, remoteAddress, extendedMode }: Circumstances,
): Caller {
  requireConfiguration(tenant.store, membership);
  const onBehalfOf = actsAlone ? undefined : target;
  const effective = onBehalfOf ? findOnBehalfOf(tenant, membership, onBehalfOf, login?.scope) : membership;
  return {
    project: readResource(tenant.store, 'Project', resolveId(effective.project) ?? ''),
    membership: effective,
    authenticatedMembership: membership,
    author: membership.profile,
    onBehalfOf: onBehalfOf ? effective.profile : undefined,
    client: login?.client?.reference === membership.user?.reference ? undefined : login?.client,
    login,
    accessPolicy: resolveAccessPolicy(tenant.store, effective),
    scope: login?.scope,
    remoteAddress,
    extendedMode,
  };
}
