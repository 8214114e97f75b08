import {
  DEFAULT_MAX_SEARCH_COUNT,
  DEFAULT_SEARCH_COUNT,
  isChainedSearchFilter,
  type SearchRequest,
} from '@medplum/core';
import type { ResourceType } from '@medplum/fhirtypes';
import { badRequestError } from '#http/fhir-errors.ts';
import { checkFilters } from '#matching/check-filters.ts';
import { requireSearchParameter } from '#matching/search-values.ts';

const maxOffset = 10_000;

/** A search whose page is known. */
export type PagedSearch = SearchRequest & {
  count: number;
  offset: number;
  /** The types that its chains go through. */
  chained: readonly string[];
};

/**
 * Fills in the page size of a search and refuses what no server could answer. The types must be known.
 *
 * @throws OperationOutcomeError 400 for a parameter that the type does not have, or a page too far away.
 */
export function checkSearchRequest(request: SearchRequest): PagedSearch {
  const offset = request.offset ?? 0;
  if (offset > maxOffset) {
    throw badRequestError(`Search offset exceeds maximum (got ${offset}, max ${maxOffset})`);
  }
  const codes = [
    ...(request.filters ?? []).filter((filter) => filter.code !== '_filter' && !isChainedSearchFilter(filter)),
    ...(request.sortRules ?? []),
  ].map(({ code }) => code);
  const chained = searchedTypes(request).flatMap((type) => {
    for (const code of codes) {
      requireSearchParameter(type, code);
    }
    return checkFilters(type, request.filters ?? []);
  });
  if (offset > 0 && request.cursor) {
    throw badRequestError('Cannot use both offset and cursor');
  }
  const count = Math.min(request.count ?? DEFAULT_SEARCH_COUNT, DEFAULT_MAX_SEARCH_COUNT);
  return { ...request, chained, count: numberOrZero(count), offset: Math.max(numberOrZero(offset), 0) };
}

/** The types that a search is about: those of `_type`, which wins over the URL. */
export function searchedTypes({ resourceType, types }: SearchRequest): readonly ResourceType[] {
  return types ?? ((resourceType as string) === 'MultipleTypes' ? [] : [resourceType]);
}

/** `_count=abc` parses as NaN: Medplum returns no entry at all. */
function numberOrZero(value: number): number {
  return Number.isNaN(value) ? 0 : value;
}
