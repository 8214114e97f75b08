import {
  badRequest,
  convertToSearchableStrings,
  type Filter,
  Operator,
  OperationOutcomeError,
  type TypedValue,
} from '@medplum/core';
import type { SearchParameter } from '@medplum/fhirtypes';

import { someWanted } from './some-wanted.ts';

/** Parameters about the names of people and about addresses, which Medplum keeps word by word. */
const WORDY = /^(?:name|given|family|address(?:-.+)?)$/;
const PERSONS: ReadonlySet<string> = new Set(['Patient', 'Person', 'Practitioner', 'RelatedPerson']);

const OPERATORS: readonly Operator[] = [Operator.EQUALS, Operator.STARTS_WITH, Operator.EXACT, Operator.CONTAINS];
const NEGATIONS: readonly Operator[] = [Operator.NOT, Operator.NOT_EQUALS];

/**
 * Tells whether one of the texts is what a string filter asks for. Names and addresses match when each word asked for
 * begins one of theirs; every other text has to begin with what is asked for.
 *
 * @throws OperationOutcomeError 400 for a modifier that strings do not have.
 */
export function matchesString(values: TypedValue[], filter: Filter, parameter: SearchParameter): boolean {
  const { operator } = filter;
  if (![...OPERATORS, ...NEGATIONS].includes(operator)) {
    throw new OperationOutcomeError(badRequest(`Unsupported string search operator: ${operator}`));
  }
  const texts = convertToSearchableStrings(values);
  const isMatch =
    operator === Operator.EXACT || operator === Operator.CONTAINS ? MATCHERS[operator] : beginning(parameter);
  return someWanted(filter, (wanted) => texts.some((text) => isMatch(text, wanted)));
}

type TextMatcher = (text: string, wanted: string) => boolean;

const MATCHERS: Readonly<Record<'exact' | 'contains', TextMatcher>> = {
  exact: (text, wanted) => text === wanted.trim(),
  contains: (text, wanted) => text.toLowerCase().includes(wanted.toLowerCase()),
};

function beginning({ code, base }: SearchParameter): TextMatcher {
  const isAboutPersons = base.some((type) => PERSONS.has(type));
  return WORDY.test(code) && (isAboutPersons || code.startsWith('address'))
    ? (text, wanted) => {
        const own = wordsOf(text);
        return wordsOf(wanted).every((word) => own.some((candidate) => candidate.startsWith(word)));
      }
    : (text, wanted) => text.toLowerCase().startsWith(wanted.toLowerCase());
}

function wordsOf(text: string): string[] {
  return [...new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu))];
}
