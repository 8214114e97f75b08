import { convertToSearchableReferences, type Filter, isUUID, type TypedValue } from '@medplum/core';
import { refuseMembership } from './refuse-membership.ts';
import { someWanted } from './some-wanted.ts';

/** Parameters about the ids of a resource, of its Project and of its compartments. */
export const idCodes: ReadonlySet<string> = new Set(['_id', '_project', '_compartment']);

/**
 * Tells whether one of the ids is one that a filter asks for, whatever its modifier: "missing" is no id.
 *
 * @throws OperationOutcomeError 400 for `:in` and `:not-in`.
 */
export function matchesId(values: TypedValue[], filter: Filter): boolean {
  refuseMembership(filter);
  const texts = values.flatMap(({ value }) => (typeof value === 'string' ? value : []));
  const ids = new Set([...texts, ...convertToSearchableReferences(values)].map(lastPart));
  return someWanted(filter, (wanted) => isUUID(lastPart(wanted)) && ids.has(lastPart(wanted)));
}

function lastPart(reference: string): string {
  return reference.split('/').at(-1) ?? '';
}
