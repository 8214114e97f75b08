import {
  badRequest,
  convertToSearchableReferences,
  convertToSearchableUris,
  type Filter,
  getSearchParameterDetails,
  isUUID,
  OperationOutcomeError,
  SearchParameterType,
  type TypedValue,
} from '@medplum/core';
import type { SearchParameter } from '@medplum/fhirtypes';
import { matchesDate, matchesNumber, matchesQuantity } from './matches-range.ts';
import { matchesString } from './matches-string.ts';
import { matchesTokens } from './matches-tokens.ts';
import { refuseMembership } from './refuse-membership.ts';
import { someWanted } from './some-wanted.ts';
import type { Searched } from './stored-as.ts';

type Matcher = (values: TypedValue[], filter: Filter, searched: Searched) => boolean;

/**
 * Tells whether one of a resource's values is one of those that a filter asks for. `:not` and `ne` are for the caller.
 *
 * @throws OperationOutcomeError 400 when the parameter cannot be searched in the way that the filter asks for.
 */
export function matchesValue(values: TypedValue[], filter: Filter, searched: Searched): boolean {
  const { parameter, as } = searched;
  if (as === 'tokens') {
    return matchesTokens(values, filter, parameter);
  }
  const matcher = as === 'words' ? matchesString : matchers[parameter.type];
  if (!matcher) {
    throw new OperationOutcomeError(badRequest(`Unsupported search parameter type: ${parameter.type}`));
  }
  return matcher(values, filter, searched);
}

const matchers: Partial<Record<SearchParameter['type'], Matcher>> = {
  token: matchesCode,
  reference: matchesReference,
  string: matchesString,
  uri: (values, filter) => someWanted(filter, (wanted) => convertToSearchableUris(values).includes(wanted)),
  date: matchesDate,
  number: matchesNumber,
  quantity: matchesQuantity,
};

/** A code without a system is compared as it is, whatever the modifier. */
function matchesCode(values: TypedValue[], filter: Filter, { resourceType, parameter }: Searched): boolean {
  if (getSearchParameterDetails(resourceType, parameter).type === SearchParameterType.BOOLEAN) {
    refuseMembership(filter);
  }
  return someWanted(filter, (wanted) => values.some(({ value }) => String(value) === wanted));
}

/** A bare id stands for the only type that the reference can have, or for a Patient where it may be about one. */
function matchesReference(values: TypedValue[], filter: Filter, { resourceType, parameter }: Searched): boolean {
  refuseMembership(filter);
  const { code } = parameter;
  const references = convertToSearchableReferences(values);
  const [only, ...others] = getSearchParameterDetails(resourceType, parameter).referenceTargetTypes ?? [];
  return someWanted(filter, (wanted) => {
    if (wanted.includes('/')) {
      return references.includes(wanted);
    }
    if (only && others.length === 0 && isUUID(wanted)) {
      return references.includes(`${only}/${wanted}`);
    }
    return references.includes(['subject', 'patient'].includes(code) ? `Patient/${wanted}` : wanted);
  });
}
