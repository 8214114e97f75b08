import {
  convertToSearchableReferences,
  convertToSearchableTokens,
  convertToSearchableUris,
  type Filter,
  getSearchParameter,
  Operator,
  splitSearchOnComma,
} from '@medplum/core';
import type { Resource, ResourceType, SearchParameter } from '@medplum/fhirtypes';
import type { IndexDefinition, IndexMatches, ResourceStore } from '#store/resource-store.ts';
import { searchValues } from './search-values.ts';
import { storedAs } from './stored-as.ts';

/**
 * Returns resources that may meet the filters: those of the most selective filter that an index can answer, or all of
 * the type. Each is still to be matched.
 */
export function findCandidates(
  store: ResourceStore,
  resourceType: ResourceType,
  filters: readonly Filter[],
): Iterable<Resource> {
  const ids = filters.find(({ code, operator }) => code === '_id' && operator === Operator.EQUALS);
  if (ids) {
    const wanted = new Set(splitSearchOnComma(ids.value).map((id) => id.split('/').at(-1) ?? ''));
    return [...wanted].flatMap((id) => store.get(resourceType, id) ?? []).sort(byTime);
  }
  const found = filters.flatMap((filter) => lookUp(store, resourceType, filter) ?? []);
  const [best] = found.sort((one, other) => one.size - other.size);
  return best?.resources() ?? store.list(resourceType);
}

/** The order in which the store lists resources. */
function byTime(one: Resource, other: Resource): number {
  return (one.meta?.lastUpdated ?? '').localeCompare(other.meta?.lastUpdated ?? '');
}

function lookUp(store: ResourceStore, resourceType: ResourceType, filter: Filter): IndexMatches | undefined {
  const parameter = getSearchParameter(resourceType, filter.code);
  const wanted = splitSearchOnComma(filter.value).map((value) => value.toLowerCase());
  if (!parameter || filter.operator !== Operator.EQUALS) {
    return undefined;
  }
  if (storedAs(resourceType, parameter) === 'words') {
    return undefined;
  }
  if (parameter.type === 'token' && !wanted.includes('|')) {
    return store.lookup(resourceType, tokenIndex(parameter), wanted);
  }
  if (parameter.type === 'uri') {
    return store.lookup(resourceType, uriIndex(parameter), wanted);
  }
  // A bare id has no place in this index.
  if (parameter.type === 'reference' && wanted.every((value) => value.includes('/'))) {
    return store.lookup(resourceType, referenceIndex(parameter), wanted);
  }
  return undefined;
}

/** Finds `code`, `system|code`, `|code` and `system|`, all in lower case. */
function tokenIndex(parameter: SearchParameter): IndexDefinition {
  return {
    name: parameter.code,
    keysOf: (resource) =>
      convertToSearchableTokens(searchValues(resource, parameter)).flatMap(({ system = '', value = '' }) =>
        [value, `${system}|${value}`, `${system}|`].map((key) => key.toLowerCase()),
      ),
  };
}

function uriIndex(parameter: SearchParameter): IndexDefinition {
  return {
    name: parameter.code,
    keysOf: (resource) => convertToSearchableUris(searchValues(resource, parameter)).map((uri) => uri.toLowerCase()),
  };
}

function referenceIndex(parameter: SearchParameter): IndexDefinition {
  return {
    name: parameter.code,
    keysOf: (resource) =>
      convertToSearchableReferences(searchValues(resource, parameter)).map((reference) => reference.toLowerCase()),
  };
}
