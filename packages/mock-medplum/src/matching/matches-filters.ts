import { type Filter, Operator } from '@medplum/core';
import type { Resource, SearchParameter } from '@medplum/fhirtypes';
import { matchesValue } from './matches-value.ts';
import { identifierParameter, requireSearchParameter, searchValues } from './search-values.ts';

/**
 * Tells whether a resource meets every filter on its own content. Chains and `_has` need other resources: see
 * `createSearchMatcher`.
 *
 * @throws OperationOutcomeError 400 when the type has no such parameter, or cannot be searched in that way.
 */
export function matchesFilters(resource: Resource, filters: readonly Filter[]): boolean {
  return filters.every((filter) => matchesFilter(resource, filter));
}

/** Tells whether a resource meets one filter. */
export function matchesFilter(resource: Resource, filter: Filter): boolean {
  const named = requireSearchParameter(resource.resourceType, filter.code);
  const parameter = filter.operator === Operator.IDENTIFIER ? identifierParameter(named) : named;
  const values = searchValues(resource, parameter);
  switch (filter.operator) {
    case Operator.MISSING:
      return (values.length === 0) === (filter.value === 'true');
    case Operator.PRESENT:
      return values.length > 0 === (filter.value === 'true');
    case Operator.NOT:
    case Operator.NOT_EQUALS:
      return isKept(values, parameter) && !matchesValue(values, filter, parameter);
    default:
      return matchesValue(values, filter, parameter);
  }
}

/** A resource that has no date or number at all is not one that has another. */
function isKept(values: readonly unknown[], { type }: SearchParameter): boolean {
  return values.length > 0 || !['date', 'number', 'quantity'].includes(type);
}
