import type { AccessPolicyResource } from '@medplum/fhirtypes';

type Interaction = NonNullable<AccessPolicyResource['interaction']>[number];

type SmartScope = Readonly<{
  resourceType: string;
  interactions: readonly Interaction[];
  criteria?: string | undefined;
}>;

const scopePattern = /^(patient|user|system)\/(\w+|\*)\.(read|write|\*|c?r?u?d?s?)(?:\?(.+))?$/;

const interactionsByLetter: Readonly<Record<string, readonly Interaction[]>> = {
  c: ['create'],
  r: ['read', 'vread', 'history'],
  u: ['update'],
  d: ['delete'],
  s: ['search'],
};

/** Letters of the version 1 scopes, which SMART App Launch 2 keeps as abbreviations. */
const version1: Readonly<Record<string, string>> = { read: 'rs', write: 'cud', '*': 'cruds' };

/**
 * Leaves of a policy's entries only what the token's SMART scopes allow too. Other scopes, `openid` and unknown ones,
 * take nothing away.
 *
 * @param launchPatient - Reference to the patient of the launch; `patient/` scopes are then confined to that patient.
 * @see SMART App Launch 2.2, "Scopes for requesting FHIR Resources"
 */
export function restrictToScopes(
  entries: readonly AccessPolicyResource[],
  scope: string | undefined,
  launchPatient?: string,
): readonly AccessPolicyResource[] {
  const scopes = (scope ?? '').split(' ').flatMap((text) => parseScope(text, launchPatient));
  if (scopes.length === 0) {
    return entries;
  }
  return entries.flatMap((entry) => scopes.flatMap((smartScope) => intersect(entry, smartScope) ?? []));
}

function parseScope(text: string, launchPatient: string | undefined): SmartScope[] {
  const [, level, resourceType, letters, query] = scopePattern.exec(text) ?? [];
  if (!resourceType || !letters) {
    return [];
  }
  const interactions = [...(version1[letters] ?? letters)].flatMap((letter) => interactionsByLetter[letter] ?? []);
  const compartment = level === 'patient' && launchPatient ? `_compartment=${launchPatient}` : undefined;
  const criteria = [compartment, query].filter(Boolean).join('&');
  return [{ resourceType, interactions, ...(criteria && { criteria }) }];
}

function intersect(entry: AccessPolicyResource, scope: SmartScope): AccessPolicyResource | undefined {
  const resourceType = commonType(entry.resourceType ?? '', scope.resourceType);
  if (!resourceType) {
    return undefined;
  }
  const interaction = scope.interactions.filter((name) => allows(entry, name));
  const criteria = commonCriteria(entry, scope, resourceType);
  return { ...entry, resourceType, interaction, ...(criteria && { criteria }) };
}

function commonType(one: string, other: string): string | undefined {
  if (one === '*' || one === other) {
    return other;
  }
  return other === '*' ? one : undefined;
}

function commonCriteria(entry: AccessPolicyResource, scope: SmartScope, resourceType: string): string | undefined {
  const queries = [entry.criteria?.split('?')[1], scope.criteria].filter(Boolean);
  return queries.length > 0 ? `${resourceType}?${queries.join('&')}` : undefined;
}

/** Tells whether an entry, whatever its criteria, grants an interaction. `interaction` overrules `readonly`. */
export function allows(entry: AccessPolicyResource, interaction: Interaction): boolean {
  return entry.interaction
    ? entry.interaction.includes(interaction)
    : !entry.readonly || ['read', 'vread', 'history', 'search'].includes(interaction);
}
