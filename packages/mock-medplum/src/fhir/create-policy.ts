import { resolveId } from '@medplum/core';

import { type EffectivePolicy, effectivePolicy } from '#access-policy/effective-policy.ts';
import type { Caller } from '#tenant/caller.ts';
import type { Tenant } from '#tenant/tenant.ts';

/** Returns what a caller may do now: the membership's policy, cut down to the scopes of the token. */
export function createPolicy(tenant: Tenant, caller: Caller): EffectivePolicy {
  const { project, membership, accessPolicy, scope } = caller;
  return effectivePolicy({
    accessPolicy,
    project,
    membership,
    scope,
    launchPatient: findLaunchPatient(tenant, caller),
  });
}

/** A SMART launch is about one patient, to whom the scopes that begin with `patient/` are confined. */
function findLaunchPatient(tenant: Tenant, { login }: Caller): string | undefined {
  const launch = login?.launch && tenant.store.get('SmartAppLaunch', resolveId(login.launch) ?? '');
  return launch?.patient?.reference;
}
