import type { AccessPolicy, AccessPolicyResource } from '@medplum/fhirtypes';

/** One difference between the AccessPolicy in force and the one that is needed. */
export type PolicyFinding = Readonly<{ kind: 'missing' | 'too-wide' | 'note'; text: string }>;

type Interaction = NonNullable<AccessPolicyResource['interaction']>[number];
const all: readonly Interaction[] = ['create', 'read', 'update', 'delete', 'search', 'history', 'vread'];
const reading: readonly Interaction[] = ['read', 'search', 'history', 'vread'];

/** Medplum lets every key read its definitions, and adds that to the policy that it shows. */
const definitions = new Set(['SearchParameter', 'StructureDefinition']);

/** What works without, if less well: a correction is stored beside the first result, the device is not looked for. */
const optional: Readonly<Record<string, string>> = {
  'Observation.update': 'corrections will be stored beside what they correct',
  'Observation.read': 'corrections will be stored beside what they correct',
  'Device.read': 'nothing can tell whether the device exists',
};

/**
 * Compares the policy that Medplum says is in force with the one that is needed, type by type. No policy at all is full
 * access to the project.
 */
export function comparePolicy(needed: AccessPolicy, inForce: AccessPolicy | undefined): readonly PolicyFinding[] {
  if (!inForce) {
    return [{ kind: 'too-wide', text: 'this key has no AccessPolicy: it can read and write the whole project' }];
  }
  const wanted = needed.resource ?? [];
  const given = inForce.resource ?? [];
  return [...wanted.flatMap((entry) => missing(entry, given)), ...given.flatMap((entry) => tooWide(entry, wanted))];
}

function interactionsOf({ interaction, readonly }: AccessPolicyResource): readonly Interaction[] {
  return interaction ?? (readonly ? reading : all);
}

/** What no entry of the policy in force allows. */
function missing(wanted: AccessPolicyResource, given: readonly AccessPolicyResource[]): readonly PolicyFinding[] {
  const ofType = given.filter(({ resourceType }) => resourceType === wanted.resourceType || resourceType === '*');
  const type = wanted.resourceType ?? '';
  const absent = interactionsOf(wanted).filter((one) => !ofType.some((entry) => interactionsOf(entry).includes(one)));
  const needed = absent.filter((one) => !optional[`${type}.${one}`]);
  const missed = new Set(absent.flatMap((one) => optional[`${type}.${one}`] ?? []));
  const reaches = ofType.length === 0 || !wanted.criteria || ofType.some((entry) => includes(entry, wanted));
  return [
    ...(needed.length > 0
      ? [{ kind: 'missing' as const, text: `${type} lacks ${needed.join(', ')}${consequence(type)}` }]
      : []),
    ...[...missed].map((text) => ({ kind: 'note' as const, text: `${type}: ${text}` })),
    ...(reaches
      ? []
      : [
          {
            kind: 'missing' as const,
            text: `${type} is not allowed for ${wanted.criteria}, but for ${describe(ofType)}`,
          },
        ]),
  ];
}

function consequence(type: string): string {
  return type === 'AuditEvent' ? ': results would be stored without a trail' : '';
}

/** Whether everything that the wanted criteria find is within those of an entry. */
function includes({ criteria }: AccessPolicyResource, wanted: AccessPolicyResource): boolean {
  const asked = parameters(wanted.criteria);
  return [...parameters(criteria)].every(([name, value]) => asked.get(name) === value);
}

function tooWide(entry: AccessPolicyResource, wanted: readonly AccessPolicyResource[]): readonly PolicyFinding[] {
  const type = entry.resourceType ?? '';
  const match = wanted.find(({ resourceType }) => resourceType === type);
  if (definitions.has(type) && interactionsOf(entry).every((one) => reading.includes(one))) {
    return [];
  }
  if (!match) {
    const text = type === '*' ? 'every type is allowed' : `${type} is allowed (${interactionsOf(entry).join(', ')})`;
    return [{ kind: 'too-wide', text: `${text}, and this agent needs no such thing` }];
  }
  const more = interactionsOf(entry).filter((one) => !interactionsOf(match).includes(one));
  const given = parameters(entry.criteria);
  const isUnbounded = [...parameters(match.criteria)].some(([name]) => !given.has(name));
  return [
    ...(more.length > 0 ? [{ kind: 'too-wide' as const, text: `${type} allows ${more.join(', ')} as well` }] : []),
    ...(isUnbounded
      ? [{ kind: 'too-wide' as const, text: `${type} is allowed beyond ${match.criteria}: ${describe([entry])}` }]
      : []),
  ];
}

function describe(entries: readonly AccessPolicyResource[]): string {
  return entries.map(({ criteria }) => criteria ?? 'everything').join(' and ');
}

function parameters(criteria: string | undefined): ReadonlyMap<string, string> {
  return new Map(new URLSearchParams(criteria?.split('?')[1] ?? ''));
}
