import {
  badRequest,
  convertToSearchableStrings,
  type Filter,
  Operator,
  OperationOutcomeError,
  type TypedValue,
} from '@medplum/core';
import { refuseMembership } from './refuse-membership.ts';
import { someWanted } from './some-wanted.ts';
import type { Searched } from './stored-as.ts';

const operators: ReadonlySet<Operator> = new Set([
  Operator.EQUALS,
  Operator.STARTS_WITH,
  Operator.EXACT,
  Operator.CONTAINS,
]);

/**
 * Tells whether one of the texts is what a string filter asks for. Names and addresses match when each word asked for
 * begins one of theirs; every other text has to begin with what is asked for.
 *
 * @throws OperationOutcomeError 400 for a modifier that strings do not have.
 */
export function matchesString(values: TypedValue[], filter: Filter, { as }: Searched): boolean {
  const { operator } = filter;
  const isWordy = as === 'words';
  if (isWordy) {
    refuseMembership(filter);
  } else if (!operators.has(operator)) {
    throw new OperationOutcomeError(badRequest(`Unsupported string search operator: ${operator}`));
  }
  const codes = values.flatMap(({ type, value }) => (type === 'code' ? String(value) : []));
  const texts = [...convertToSearchableStrings(values), ...codes];
  const beginning = isWordy ? beginsWords : beginsText;
  const isMatch = operator === Operator.EXACT || operator === Operator.CONTAINS ? matchers[operator] : beginning;
  return someWanted(filter, (wanted) => texts.some((text) => isMatch(text, wanted)));
}

type TextMatcher = (text: string, wanted: string) => boolean;

const matchers: Readonly<Record<'exact' | 'contains', TextMatcher>> = {
  exact: (text, wanted) => text === wanted.trim(),
  contains: (text, wanted) => text.toLowerCase().includes(wanted.toLowerCase()),
};

function beginsWords(text: string, wanted: string): boolean {
  const own = wordsOf(text);
  return wordsOf(wanted).every((word) => own.some((candidate) => candidate.startsWith(word)));
}

function beginsText(text: string, wanted: string): boolean {
  return text.toLowerCase().startsWith(wanted.toLowerCase());
}

function wordsOf(text: string): string[] {
  return [...new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu))];
}
