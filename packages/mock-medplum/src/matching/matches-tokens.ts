import {
  convertToSearchableTokens,
  type Filter,
  invalidSearchOperator,
  Operator,
  OperationOutcomeError,
  type SearchableToken,
  type TypedValue,
} from '@medplum/core';
import type { SearchParameter } from '@medplum/fhirtypes';
import { someWanted } from './some-wanted.ts';

const textSearch: ReadonlySet<Operator> = new Set([Operator.TEXT, Operator.CONTAINS]);
const equality: ReadonlySet<Operator> = new Set([Operator.EQUALS, Operator.NOT_EQUALS, Operator.NOT, Operator.EXACT]);

/** Parameters whose values are themselves text to read. */
const readableIds =
  /^(?:individual-(?:email|phone|telecom)|NamingSystem-telecom|OrganizationAffiliation-(?:email|phone|telecom))$/;

/** Marks, among the tokens of a value, those that are text to read and no code. */
const readable = '\u0004';

/**
 * Tells whether one of the codes with their systems is one that a filter asks for.
 *
 * @throws OperationOutcomeError 400 for a modifier that they do not have.
 */
export function matchesTokens(values: TypedValue[], filter: Filter, { id, code }: SearchParameter): boolean {
  const { operator } = filter;
  if (textSearch.has(operator)) {
    return matchesReadable(values, filter, readableIds.test(id ?? ''));
  }
  if (!equality.has(operator)) {
    throw new OperationOutcomeError(invalidSearchOperator(operator, id ?? code));
  }
  return someWanted(filter, (wanted) =>
    values.some((value) =>
      convertToSearchableTokens([value]).some((token) => isToken(token, tokenCase(value, wanted.trim()))),
    ),
  );
}

/** Text to read is found by any part of it. */
function matchesReadable(values: TypedValue[], filter: Filter, isAllReadable: boolean): boolean {
  const tokens = convertToSearchableTokens(values, { textSearchSystem: readable });
  const texts = tokens.filter(({ system }) => isAllReadable || system === readable);
  return someWanted(filter, (wanted) =>
    texts.some(({ value = '' }) => value.toLowerCase().includes(wanted.trim().toLowerCase())),
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
