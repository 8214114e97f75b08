import type { AccessPolicyResource, Meta, Reference, Resource } from '@medplum/fhirtypes';
import { hideFields } from '#access-policy/field-rules.ts';
import { accountsOf, compartmentsOf } from '#matching/compartments.ts';
import type { FhirContext } from './fhir-context.ts';

/** Members that only the extended mode shows. `onBehalfOf` is always shown. */
const extendedMeta: ReadonlySet<string> = new Set(['author', 'project', 'account', 'accounts', 'compartment']);

/**
 * Returns a new version of a resource with what the server alone may say about it: version, time, author, person acted
 * for, project and compartments. Whatever the client sent for these is replaced.
 *
 * @param before - The version that is replaced; absent when the resource is new.
 */
export function stampMeta<T extends Resource>(resource: T, before: Resource | undefined, context: FhirContext): T {
  const { tenant, caller } = context;
  const { onBehalfOf: _claimed, ...sent } = resource.meta ?? {};
  const chosen = context.policy.superAdmin ? resource.meta?.project : undefined;
  const projectId = chosen ?? before?.meta?.project ?? caller.project.id;
  const accounts = chooseAccounts(resource, before, context);
  const meta: Meta = {
    ...sent,
    versionId: tenant.random.uuid(),
    lastUpdated: tenant.clock().toISOString(),
    author: caller.author,
    ...(caller.onBehalfOf && { onBehalfOf: caller.onBehalfOf }),
    ...(projectId && { project: projectId }),
    ...(accounts[0] && { account: accounts[0] }),
    ...(accounts.length > 1 && { accounts }),
  };
  return { ...resource, meta: { ...meta, compartment: compartmentsOf(resource, projectId, accounts) } };
}

/** Returns a resource as a caller may see it through a policy entry. */
export function viewFor<T extends Resource>(resource: T, entry: AccessPolicyResource, extendedMode: boolean): T {
  const visible = hideFields(resource, entry);
  if (extendedMode || !visible.meta) {
    return visible;
  }
  const meta = Object.fromEntries(Object.entries(visible.meta).filter(([name]) => !extendedMeta.has(name)));
  return { ...visible, meta };
}

/** Administrators in extended mode choose the accounts; otherwise the policy does at first, and later they stay. */
function chooseAccounts(
  resource: Resource,
  before: Resource | undefined,
  { caller, policy }: FhirContext,
): Reference[] {
  if (caller.membership.admin && caller.extendedMode) {
    return accountsOf(resource.meta);
  }
  if (before) {
    const kept = new Set(before.meta?.compartment?.map(({ reference }) => reference));
    return accountsOf(before.meta).filter(({ reference }) => kept.has(reference));
  }
  return policy.compartment ? [policy.compartment] : [];
}
