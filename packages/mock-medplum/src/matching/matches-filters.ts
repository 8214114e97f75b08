import { type Filter, Operator, splitSearchOnComma, type TypedValue } from '@medplum/core';
import type { Resource } from '@medplum/fhirtypes';
import { idCodes, matchesId } from './matches-id.ts';
import { matchesValue } from './matches-value.ts';
import { identifierParameter, requireSearchParameter, searchValues } from './search-values.ts';
import { type Searched, storedAs } from './stored-as.ts';

/** Whether a resource meets a filter. Undefined where Medplum compares with nothing: then the opposite is not met either. */
export type Verdict = boolean | undefined;

const negations: ReadonlySet<Operator> = new Set([Operator.NOT, Operator.NOT_EQUALS]);
const presence: ReadonlySet<Operator> = new Set([Operator.MISSING, Operator.PRESENT]);

/**
 * Tells whether a resource meets every filter on its own content. Chains and `_has` need other resources: see
 * `createSearchMatcher`.
 *
 * @throws OperationOutcomeError 400 when the type has no such parameter, or cannot be searched in that way.
 */
export function matchesFilters(resource: Resource, filters: readonly Filter[]): boolean {
  return filters.every((filter) => judgeFilter(resource, filter) === true);
}

/** Tells whether a resource meets one filter. */
export function judgeFilter(resource: Resource, filter: Filter): Verdict {
  const { resourceType } = resource;
  const named = requireSearchParameter(resourceType, filter.code);
  // Everything is in a Project, and nothing is asked of the value that would say so.
  if (filter.code === '_project' && presence.has(filter.operator)) {
    return (filter.value === 'true') === (filter.operator === Operator.PRESENT);
  }
  if (idCodes.has(filter.code)) {
    const isMatch = matchesId(searchValues(resource, named), filter);
    return negations.has(filter.operator) ? !isMatch : isMatch;
  }
  const isOfIdentifier = filter.operator === Operator.IDENTIFIER && filter.code !== '_lastUpdated';
  const parameter = isOfIdentifier ? identifierParameter(named) : named;
  const asked = isOfIdentifier ? { ...filter, operator: Operator.EQUALS } : filter;
  const searched = { resourceType, parameter, as: storedAs(resourceType, parameter) };
  const values = searchValues(resource, parameter);
  // Words are looked for in a table of their own, where "missing" is one of them.
  if (presence.has(asked.operator) && searched.as !== 'words') {
    return isPresent(values, asked, searched);
  }
  const isMatch = matchesValue(values, asked, searched);
  if (values.length === 0 && searched.as === 'value') {
    return judgeNothing(asked, searched);
  }
  return negations.has(asked.operator) ? !isMatch : isMatch;
}

/** Whether there are codes is undecided where there are none, and settled where it is asked whether there are none. */
function isPresent(values: readonly TypedValue[], { operator, value }: Filter, { as }: Searched): Verdict {
  const isYes = (as === 'tokens' ? value.toLowerCase() : value) === 'true';
  const isAnyWanted = operator === Operator.PRESENT ? isYes : !isYes;
  return as === 'tokens' && isAnyWanted && values.length === 0 ? undefined : values.length > 0 === isAnyWanted;
}

/** What has no value at all differs from one code, and cannot be compared with anything else. */
function judgeNothing({ operator, value }: Filter, { parameter: { type } }: Searched): Verdict {
  const isOneCode = ['token', 'uri'].includes(type) && splitSearchOnComma(value).length === 1;
  return isOneCode && negations.has(operator) ? true : undefined;
}
