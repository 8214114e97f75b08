import { AccessPolicyInteraction, accessPolicySupportsInteraction } from '@medplum/core';
import type { AccessPolicy, AccessPolicyResource, ResourceType } from '@medplum/fhirtypes';

const { READ, SEARCH, HISTORY, VREAD, CREATE, UPDATE, DELETE } = AccessPolicyInteraction;
const all = [READ, SEARCH, HISTORY, VREAD, CREATE, UPDATE, DELETE];

/** One entry of an access policy, in the words of the policy. */
export type AccessRule = Readonly<{
  resourceType: string;
  interactions: readonly AccessPolicyInteraction[];
  limits: readonly string[];
}>;

/** No policy at all means full access: Medplum's behaviour for a membership that was given none. */
export function accessRules(policy: AccessPolicy | undefined): readonly AccessRule[] {
  return (policy?.resource ?? [{ resourceType: '*' }]).map((entry) => ({
    resourceType: entry.resourceType ?? '*',
    interactions: all.filter((interaction) =>
      accessPolicySupportsInteraction(
        { resourceType: 'AccessPolicy', resource: [entry] },
        interaction,
        entry.resourceType as ResourceType,
      ),
    ),
    limits: limitsOf(entry),
  }));
}

/** Tells what the policy promises for a resource type. The server decides again on every request. */
export function allowedInteractions(
  policy: AccessPolicy | undefined,
  resourceType: ResourceType,
): readonly AccessPolicyInteraction[] {
  return policy ? all.filter((interaction) => accessPolicySupportsInteraction(policy, interaction, resourceType)) : all;
}

function limitsOf(entry: AccessPolicyResource): readonly string[] {
  const fields = (label: string, names: readonly string[] | undefined): readonly string[] =>
    names?.length ? [`${label}: ${names.join(', ')}`] : [];
  return [
    ...(entry.criteria ? [`only ${entry.criteria}`] : []),
    ...fields('hidden fields', entry.hiddenFields),
    ...fields('read-only fields', entry.readonlyFields),
    ...(entry.writeConstraint ?? []).map(({ expression }) => `writes must satisfy ${expression}`),
  ];
}
