import { resolveId } from '@medplum/core';
import type { ProjectMembership } from '@medplum/fhirtypes';
import { type EffectivePolicy, effectivePolicy, type PolicyInput } from '#access-policy/effective-policy.ts';
import type { Caller } from '#tenant/caller.ts';
import type { Tenant } from '#tenant/tenant.ts';

/** The policy of each member's last request, used again until one of its inputs changes. */
const lastByMembership = new WeakMap<ProjectMembership, Readonly<{ input: PolicyInput; policy: EffectivePolicy }>>();

/** Returns what a caller may do now: the membership's policy, cut down to the scopes of the token. */
export function createPolicy(tenant: Tenant, caller: Caller): EffectivePolicy {
  const { project, membership, accessPolicy, scope } = caller;
  const input = { accessPolicy, project, membership, scope, launchPatient: findLaunchPatient(tenant, caller) };
  const last = lastByMembership.get(membership);
  if (last && isSame(last.input, input)) {
    return last.policy;
  }
  const policy = effectivePolicy(input);
  lastByMembership.set(membership, { input, policy });
  return policy;
}

/** Resources are never changed: a new version is another object. */
function isSame(one: PolicyInput, other: PolicyInput): boolean {
  return (
    one.accessPolicy === other.accessPolicy &&
    one.project === other.project &&
    one.scope === other.scope &&
    one.launchPatient === other.launchPatient
  );
}

/** A SMART launch is about one patient, to whom the scopes that begin with `patient/` are confined. */
function findLaunchPatient(tenant: Tenant, { login }: Caller): string | undefined {
  const launch = login?.launch && tenant.store.get('SmartAppLaunch', resolveId(login.launch) ?? '');
  return launch?.patient?.reference;
}
