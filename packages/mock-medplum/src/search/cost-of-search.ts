import type { Filter, SearchRequest } from '@medplum/core';

/** What a search costs however little there is to find: it is parsed, checked, and written into links and events. */
const SEARCH_UNITS = 100;
const CHARACTERS_PER_LOOK = 32;

/** The shortest comparison of a `_filter`. */
const CHARACTERS_PER_COMPARISON = 12;

/** Units for a search, without what it looks at. */
export function costOfAsking({ filters = [], types = [], fields = [], sortRules = [] }: SearchRequest): number {
  return SEARCH_UNITS * (1 + types.length) + 2 * fields.length + 2 * sortRules.length + 5 * looksOf(filters);
}

/** How often filters look at each resource. A long value counts as several short ones. */
export function looksOf(filters: readonly Filter[]): number {
  return filters.reduce((sum, { code, value }) => {
    const perLook = code === '_filter' ? CHARACTERS_PER_COMPARISON : CHARACTERS_PER_LOOK;
    return sum + 1 + (code.length + value.length) / perLook;
  }, 0);
}
