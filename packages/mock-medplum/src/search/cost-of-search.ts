import type { Filter, SearchRequest } from '@medplum/core';

/** The cost of a search without matches: it is parsed, checked, and written into links and events. */
const searchUnits = 100;
const charactersPerLook = 32;

/** The shortest comparison of a `_filter`. */
const charactersPerComparison = 12;

/** Units for a search, without what it looks at. */
export function costOfAsking({ filters = [], types = [], fields = [], sortRules = [] }: SearchRequest): number {
  return searchUnits * (1 + types.length) + 2 * fields.length + 2 * sortRules.length + 5 * looksOf(filters);
}

/** How often filters look at each resource. A long value counts as several short ones. */
export function looksOf(filters: readonly Filter[]): number {
  return filters.reduce((sum, { code, value }) => {
    const perLook = code === '_filter' ? charactersPerComparison : charactersPerLook;
    return sum + 1 + (code.length + value.length) / perLook;
  }, 0);
}
