import { convertToSearchableDates, type SortRule, typedValueToString } from '@medplum/core';
import type { Resource } from '@medplum/fhirtypes';
import { requireSearchParameter, searchValues } from '#matching/search-values.ts';

type SortKey = string | number | undefined;

/** Sorts by the rules in their order. A resource without the value comes last, or first when the order is descending. */
export function sortResources<T extends Readonly<{ resource: Resource }>>(
  found: readonly T[],
  rules: readonly SortRule[],
): T[] {
  return found
    .map((item) => ({ item, keys: rules.map(({ code }) => sortKey(item.resource, code)) }))
    .sort((one, other) => {
      for (const [at, rule] of rules.entries()) {
        const order = compare(one.keys[at], other.keys[at]);
        if (order !== 0) {
          return rule.descending ? -order : order;
        }
      }
      return 0;
    })
    .map(({ item }) => item);
}

function sortKey(resource: Resource, code: string): SortKey {
  const parameter = requireSearchParameter(resource.resourceType, code);
  const values = searchValues(resource, parameter);
  if (parameter.type === 'date') {
    return convertToSearchableDates(values)[0]?.start;
  }
  const value: unknown = values[0]?.value;
  return typeof value === 'number' ? value : values[0] && typedValueToString(values[0]).toLowerCase();
}

function compare(one: SortKey, other: SortKey): number {
  if (one === other) {
    return 0;
  }
  if (one === undefined || other === undefined) {
    return one === undefined ? 1 : -1;
  }
  return one < other ? -1 : 1;
}
