import { type Filter, splitSearchOnComma } from '@medplum/core';

/** Tells whether one of the values that a filter lists, separated by commas, matches. */
export function someWanted(filter: Filter, matches: (wanted: string) => boolean): boolean {
  return splitSearchOnComma(filter.value).some(matches);
}
