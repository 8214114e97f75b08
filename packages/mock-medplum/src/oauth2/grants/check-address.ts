import { normalizeErrorString } from '@medplum/core';
import type { ProjectMembership } from '@medplum/fhirtypes';
import { isIpAllowed } from '#access-policy/ip-access-rule.ts';
import { resolveAccessPolicy } from '#access-policy/resolve-access-policy.ts';
import { OAuthError } from '#http/oauth-error.ts';
import type { Tenant } from '#tenant/tenant.ts';

/**
 * Checks where a token request comes from, by the rules of the member's AccessPolicy.
 *
 * @throws OAuthError when the address is blocked, or the membership names a policy that is not there.
 */
export function checkAddress({ store }: Tenant, membership: ProjectMembership, remoteAddress: string): void {
  if (!isAllowed()) {
    throw new OAuthError('invalid_request', 'IP address not allowed');
  }

  function isAllowed(): boolean {
    try {
      return isIpAllowed(resolveAccessPolicy(store, membership), remoteAddress);
    } catch (error) {
      throw new OAuthError('invalid_request', normalizeErrorString(error));
    }
  }
}
