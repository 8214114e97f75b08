import {
  badRequest,
  convertToSearchableReferences,
  convertToSearchableStrings,
  convertToSearchableTokens,
  convertToSearchableUris,
  type Filter,
  invalidSearchOperator,
  Operator,
  OperationOutcomeError,
  type SearchableToken,
  type TypedValue,
} from '@medplum/core';
import type { SearchParameter } from '@medplum/fhirtypes';

import { matchesDate, matchesNumber, matchesQuantity } from './matches-range.ts';
import { someWanted } from './some-wanted.ts';

type Matcher = (values: TypedValue[], filter: Filter, parameter: SearchParameter) => boolean;

/**
 * Tells whether one of a resource's values is one of those that a filter asks for. `:not` and `ne` are for the caller.
 *
 * @throws OperationOutcomeError 400 when the parameter's type cannot be searched in the way that the filter asks for.
 */
export function matchesValue(values: TypedValue[], filter: Filter, parameter: SearchParameter): boolean {
  const matcher = matchers[parameter.type];
  if (!matcher) {
    throw new OperationOutcomeError(badRequest(`Unsupported search parameter type: ${parameter.type}`));
  }
  return matcher(values, filter, parameter);
}

const matchers: Partial<Record<SearchParameter['type'], Matcher>> = {
  token: matchesToken,
  reference: matchesReference,
  string: matchesString,
  uri: (values, filter) => someWanted(filter, (wanted) => convertToSearchableUris(values).includes(wanted)),
  date: matchesDate,
  number: matchesNumber,
  quantity: matchesQuantity,
};

const NEGATABLE: readonly Operator[] = [Operator.EQUALS, Operator.NOT_EQUALS, Operator.NOT];

function matchesToken(values: TypedValue[], filter: Filter): boolean {
  if (filter.operator === Operator.TEXT) {
    return matchesString(values, { ...filter, operator: Operator.EQUALS });
  }
  requireOperator(filter, [...NEGATABLE, Operator.EXACT, Operator.IDENTIFIER]);
  const tokens = convertToSearchableTokens(values);
  return someWanted(filter, (wanted) => tokens.some((token) => isToken(token, wanted.toLowerCase())));
}

function isToken({ system, value }: SearchableToken, wanted: string): boolean {
  const code = value?.toLowerCase() ?? '';
  const bar = wanted.indexOf('|');
  if (bar < 0) {
    return code === wanted;
  }
  const wantedCode = wanted.slice(bar + 1);
  return wanted !== '|' && (system?.toLowerCase() ?? '') === wanted.slice(0, bar) && ['', code].includes(wantedCode);
}

function matchesReference(values: TypedValue[], filter: Filter, { target, code }: SearchParameter): boolean {
  requireOperator(filter, NEGATABLE);
  const references = convertToSearchableReferences(values);
  // A bare id is clear only where it can be of one type.
  const takesBareId = target?.length === 1 || code === '_compartment';
  return someWanted(filter, (wanted) =>
    wanted.includes('/') || !takesBareId
      ? references.includes(wanted)
      : references.some((reference) => reference.endsWith(`/${wanted}`)),
  );
}

/** By default a text matches from the beginning of one of its words, as Medplum searches names and addresses. */
function matchesString(values: TypedValue[], filter: Filter): boolean {
  requireOperator(filter, [...NEGATABLE, Operator.CONTAINS, Operator.EXACT, Operator.STARTS_WITH]);
  const texts = convertToSearchableStrings(values);
  return someWanted(filter, (wanted) => texts.some((text) => isText(text, filter.operator, wanted)));
}

function isText(text: string, operator: Operator, wanted: string): boolean {
  if (operator === Operator.EXACT) {
    return text === wanted || text.split(' ').includes(wanted);
  }
  const lowText = text.toLowerCase();
  const lowWanted = wanted.toLowerCase();
  return operator === Operator.CONTAINS ? lowText.includes(lowWanted) : ` ${lowText}`.includes(` ${lowWanted}`);
}

function requireOperator({ operator, code }: Filter, allowed: readonly Operator[]): void {
  if (!allowed.includes(operator)) {
    throw new OperationOutcomeError(invalidSearchOperator(operator, code));
  }
}
