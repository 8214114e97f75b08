import {
  badRequest,
  convertToSearchableReferences,
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
import { matchesString } from './matches-string.ts';
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

/** Modifiers that need a ValueSet or a hierarchy, which Medplum has for none of these parameters. */
const membership: ReadonlySet<Operator> = new Set([Operator.IN, Operator.NOT_IN]);
const textSearch: ReadonlySet<Operator> = new Set([Operator.TEXT, Operator.CONTAINS]);
const equality: ReadonlySet<Operator> = new Set([Operator.EQUALS, Operator.NOT_EQUALS, Operator.NOT, Operator.EXACT]);

/** Marks, among the tokens of a value, those that are text to read and no code. */
const readable = '\u0004';

/** Types whose values are indexed with their system. A code or a boolean is compared as it is. */
const codedTypes: ReadonlySet<string> = new Set(['Identifier', 'CodeableConcept', 'Coding', 'ContactPoint']);

function matchesToken(values: TypedValue[], filter: Filter): boolean {
  refuseMembership(filter);
  if (filter.code === '_id') {
    return someWanted(filter, (wanted) => values.some(({ value }) => value === wanted.split('/').at(-1)));
  }
  if (filter.operator !== Operator.IDENTIFIER && !equality.has(filter.operator)) {
    return textSearch.has(filter.operator) && matchesReadable(values, filter);
  }
  return someWanted(filter, (wanted) =>
    values.some((value) =>
      codedTypes.has(value.type)
        ? convertToSearchableTokens([value]).some((token) => isToken(token, tokenCase(value, wanted.trim())))
        : String(value.value) === wanted,
    ),
  );
}

/** Text to read, and codes too, are found by any part of them. */
function matchesReadable(values: TypedValue[], filter: Filter): boolean {
  const tokens = convertToSearchableTokens(values, { textSearchSystem: readable });
  return someWanted(filter, (wanted) =>
    tokens.some(({ value = '' }) => value.toLowerCase().includes(wanted.trim().toLowerCase())),
  );
}

/** Addresses of mail and the like are kept in lower case, everything else as it was written. */
function tokenCase({ type }: TypedValue, wanted: string): string {
  return type === 'ContactPoint' ? wanted.toLowerCase() : wanted;
}

function isToken({ system = '', value = '' }: SearchableToken, wanted: string): boolean {
  const bar = wanted.indexOf('|');
  if (bar < 0) {
    return value === wanted;
  }
  return wanted !== '|' && system === wanted.slice(0, bar) && ['', value].includes(wanted.slice(bar + 1));
}

/** A bare id stands for a Patient where the parameter is about one, and nowhere else for anything. */
function matchesReference(values: TypedValue[], filter: Filter, { code }: SearchParameter): boolean {
  refuseMembership(filter);
  const references = convertToSearchableReferences(values);
  return someWanted(filter, (wanted) => {
    if (['_compartment', '_project'].includes(code)) {
      return references.some((reference) => reference.split('/').at(-1) === wanted.split('/').at(-1));
    }
    const isBare = !wanted.includes('/') && ['subject', 'patient'].includes(code);
    return references.includes(isBare ? `Patient/${wanted}` : wanted);
  });
}

function refuseMembership({ operator, code }: Filter): void {
  if (membership.has(operator)) {
    throw new OperationOutcomeError(invalidSearchOperator(operator, code));
  }
}
