import { AccessPolicyInteraction, accessPolicySupportsInteraction } from '@medplum/core';
import type { AccessPolicy, ResourceType } from '@medplum/fhirtypes';

const { CREATE, READ, UPDATE, DELETE, SEARCH } = AccessPolicyInteraction;

const interactions: Readonly<Record<string, AccessPolicyInteraction>> = {
  c: CREATE,
  r: READ,
  u: UPDATE,
  d: DELETE,
  s: SEARCH,
};

/** Version 1 of the scopes, which version 2 keeps as abbreviations. */
const versionOne: Readonly<Record<string, string>> = { read: 'rs', write: 'cud', '*': 'cruds' };

const resourceScope = /^(patient|user|system)\/(\w+|\*)\.(read|write|\*|c?r?u?d?s?)(?:\?.*)?$/;

/** What a scope and a policy both allow on one resource type. */
export type Permission = Readonly<{ resourceType: string; interactions: readonly AccessPolicyInteraction[] }>;

export type ScopeRow = Readonly<{
  scope: string;
  asked: boolean;
  granted: boolean;
  /** What is left of the scope under the policy; absent for scopes that name no resources. */
  allowed?: readonly Permission[];
}>;

/** Compares what was asked for, what was granted, and what the policy leaves of it. */
export function scopeRows(
  asked: readonly string[],
  granted: readonly string[],
  policy: AccessPolicy | undefined,
): readonly ScopeRow[] {
  return [...new Set([...asked, ...granted])].map((scope) => {
    const allowed = scopeWithinPolicy(scope, policy);
    return { scope, asked: asked.includes(scope), granted: granted.includes(scope), ...(allowed && { allowed }) };
  });
}

/** Tells whether one of the scopes lets an interaction through, whatever the policy says. */
export function isInScopes(
  scopes: readonly string[],
  resourceType: ResourceType,
  interaction: AccessPolicyInteraction,
): boolean {
  const parsed = scopes.flatMap((scope) => parseScope(scope) ?? []);
  // Medplum goes by the scopes only if one of them names resources.
  return (
    parsed.length === 0 ||
    parsed.some((scope) => ['*', resourceType].includes(scope.type) && scope.interactions.includes(interaction))
  );
}

function scopeWithinPolicy(scope: string, policy: AccessPolicy | undefined): readonly Permission[] | undefined {
  const parsed = parseScope(scope);
  if (!parsed) {
    return undefined;
  }
  // No policy means full access.
  const entries = policy?.resource ?? [{ resourceType: '*' }];
  const types = parsed.type === '*' ? entries.map(({ resourceType }) => resourceType ?? '*') : [parsed.type];
  return [...new Set(types)]
    .map((resourceType) => ({
      resourceType,
      interactions: parsed.interactions.filter((interaction) =>
        accessPolicySupportsInteraction(
          { resourceType: 'AccessPolicy', resource: entries },
          interaction,
          resourceType as ResourceType,
        ),
      ),
    }))
    .filter((permission) => permission.interactions.length > 0);
}

function parseScope(scope: string): Readonly<{ type: string; interactions: AccessPolicyInteraction[] }> | undefined {
  const [, , type, letters] = resourceScope.exec(scope) ?? [];
  return type && letters
    ? { type, interactions: [...(versionOne[letters] ?? letters)].flatMap((letter) => interactions[letter] ?? []) }
    : undefined;
}
