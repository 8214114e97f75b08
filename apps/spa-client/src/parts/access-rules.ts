import { AccessPolicyInteraction, accessPolicySupportsInteraction } from '@medplum/core';
import type { AccessPolicy, AccessPolicyResource, ResourceType } from '@medplum/fhirtypes';

const { READ, SEARCH, HISTORY, VREAD, CREATE, UPDATE, DELETE } = AccessPolicyInteraction;
const all = [READ, SEARCH, HISTORY, VREAD, CREATE, UPDATE, DELETE];

/** One entry of an access policy, in the words of the policy. */
export type AccessRule = Readonly<{
  /** Its place in the policy, counted from 1. */
  place: number;
  resourceType: string;
  interactions: readonly AccessPolicyInteraction[];
  /** Which resources: criteria and compartment. */
  scope: readonly string[];
  /** What of them: fields and constraints. */
  limits: readonly string[];
}>;

/** No policy at all means full access: Medplum's behaviour for a membership that was given none. */
export function accessRules(policy: AccessPolicy | undefined): readonly AccessRule[] {
  return (policy?.resource ?? [{ resourceType: '*' }]).map((entry, index) => ({
    place: index + 1,
    resourceType: entry.resourceType ?? '*',
    interactions: all.filter((interaction) =>
      accessPolicySupportsInteraction(
        { resourceType: 'AccessPolicy', resource: [entry] },
        interaction,
        entry.resourceType as ResourceType,
      ),
    ),
    scope: scopeOf(entry),
    limits: limitsOf(entry),
  }));
}

/** The entries of a policy that speak of a resource type, in their order. */
export function rulesFor(policy: AccessPolicy | undefined, resourceType: ResourceType): readonly AccessRule[] {
  return accessRules(policy).filter((rule) => [resourceType, '*'].includes(rule.resourceType));
}

/** Tells what the policy promises for a resource type. The server decides again on every request. */
export function allowedInteractions(
  policy: AccessPolicy | undefined,
  resourceType: ResourceType,
): readonly AccessPolicyInteraction[] {
  return policy ? all.filter((interaction) => accessPolicySupportsInteraction(policy, interaction, resourceType)) : all;
}

/** Which fields of a type the user may not change: Medplum restores them without a word. */
export function readonlyFields(policy: AccessPolicy | undefined, resourceType: ResourceType): readonly string[] {
  const entries = policy?.resource?.filter((entry) => [resourceType, '*'].includes(entry.resourceType ?? '')) ?? [];
  return entries.flatMap((entry) => entry.readonlyFields ?? []);
}

/** What must hold for every write of a type, in FHIRPath. */
export function writeConstraints(policy: AccessPolicy | undefined, resourceType: ResourceType): readonly string[] {
  const entries = policy?.resource?.filter((entry) => [resourceType, '*'].includes(entry.resourceType ?? '')) ?? [];
  return entries.flatMap((entry) => entry.writeConstraint ?? []).flatMap(({ expression }) => expression ?? []);
}

/** From where the user may sign in and ask, in the order in which Medplum looks; the first that fits decides. */
export function addressRules(policy: AccessPolicy | undefined): readonly string[] {
  return (policy?.ipAccessRule ?? []).map(({ name, value, action }) => {
    const addresses = value === '*' ? 'every other address' : `addresses that begin with ${value}`;
    return `${action === 'allow' ? 'Allowed' : 'Blocked'}: ${addresses}${name ? ` (${name})` : ''}`;
  });
}

function scopeOf({ criteria, compartment }: AccessPolicyResource): readonly string[] {
  return [
    ...(criteria ? [`only ${criteria}`] : []),
    ...(compartment?.reference ? [`only in the compartment of ${compartment.reference}`] : []),
  ];
}

function limitsOf(entry: AccessPolicyResource): readonly string[] {
  const fields = (label: string, names: readonly string[] | undefined): readonly string[] =>
    names?.length ? [`${label}: ${names.join(', ')}`] : [];
  return [
    // Medplum leaves them out of what it has found.
    ...fields('hidden fields', entry.hiddenFields).map((text) => `${text} (a search still finds by them)`),
    ...fields('read-only fields', entry.readonlyFields),
    ...(entry.writeConstraint ?? []).map(({ expression }) => `writes must satisfy ${expression}`),
  ];
}
