import {
  convertToSearchableReferences,
  type Filter,
  FhirFilterComparison,
  FhirFilterConnective,
  type FhirFilterExpression,
  isChainedSearchFilter,
  parseFilterParameter,
  parseSearchRequest,
} from '@medplum/core';
import type { Resource } from '@medplum/fhirtypes';
import { badRequestError } from '#http/fhir-errors.ts';
import { maxLinks, tooManyLinks } from './check-chain.ts';
import { matchesFilter } from './matches-filters.ts';
import { requireSearchParameter, searchValues } from './search-values.ts';

/** The other resources that a search may look at. They are those that the caller may see: a chain must not leak. */
export type VisibleResources = Readonly<{
  resolve: (reference: string) => Resource | undefined;
  all: (resourceType: string, filters: readonly Filter[]) => Iterable<Resource>;
}>;

/**
 * Tells whether a resource meets every filter of a search: also `_filter` expressions, chains such as
 * `subject:Patient.name` and reverse chains such as `_has:Observation:subject:code`.
 *
 * @param depth - How many links of a chain have been followed.
 * @throws OperationOutcomeError 400 when a filter makes no sense or a chain is too long.
 */
export function matchesSearch(
  resource: Resource,
  filters: readonly Filter[],
  others: VisibleResources,
  depth = 0,
): boolean {
  if (depth > maxLinks) {
    throw badRequestError(tooManyLinks);
  }
  return filters.every((filter) => {
    if (filter.code === '_filter') {
      return matchesExpression(resource, parseFilterParameter(filter.value), others, depth);
    }
    if (!isChainedSearchFilter(filter)) {
      return matchesFilter(resource, filter);
    }
    const follow = filter.code.startsWith('_has:') ? isReferredTo : refersTo;
    return follow(resource, filter, others, depth + 1);
  });
}

function refersTo(resource: Resource, filter: Filter, others: VisibleResources, depth: number): boolean {
  const [link = '', ...rest] = filter.code.split('.');
  const [code = '', namedType] = link.split(':');
  const parameter = requireSearchParameter(resource.resourceType, code);
  const type = namedType ?? (parameter.target?.length === 1 ? parameter.target[0] : undefined);
  if (!type) {
    const where = `${resource.resourceType}?${code}`;
    throw badRequestError(`Unable to identify next resource type for search parameter: ${where}`);
  }
  const { filters = [] } = parseSearchRequest(type, { [rest.join('.')]: filter.value });
  return convertToSearchableReferences(searchValues(resource, parameter)).some((reference) => {
    const target = reference.startsWith(`${type}/`) ? others.resolve(reference) : undefined;
    return target !== undefined && matchesSearch(target, filters, others, depth);
  });
}

function isReferredTo(resource: Resource, filter: Filter, others: VisibleResources, depth: number): boolean {
  const [, type = '', link = '', ...rest] = filter.code.split(':');
  if (rest.length === 0) {
    throw badRequestError(`Invalid search chain: ${filter.code}`);
  }
  const reference = `${resource.resourceType}/${resource.id}`;
  const { filters = [] } = parseSearchRequest(type, { [link]: reference, [rest.join(':')]: filter.value });
  for (const other of others.all(type, filters)) {
    if (matchesSearch(other, filters, others, depth)) {
      return true;
    }
  }
  return false;
}

function matchesExpression(
  resource: Resource,
  expression: FhirFilterExpression,
  others: VisibleResources,
  depth: number,
): boolean {
  if (expression instanceof FhirFilterComparison) {
    const { path, operator, value } = expression;
    return matchesSearch(resource, [{ code: path, operator, value }], others, depth);
  }
  if (expression instanceof FhirFilterConnective) {
    const sides = [expression.left, expression.right];
    const holds = (side: FhirFilterExpression): boolean => matchesExpression(resource, side, others, depth);
    return expression.keyword === 'and' ? sides.every(holds) : sides.some(holds);
  }
  return !matchesExpression(resource, expression.child, others, depth);
}
