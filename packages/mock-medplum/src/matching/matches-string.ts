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
const wordy = /^(?:name|given|family|address(?:-.+)?)$/;
const persons: ReadonlySet<string> = new Set(['Patient', 'Person', 'Practitioner', 'RelatedPerson']);

const operators: readonly Operator[] = [Operator.EQUALS, Operator.STARTS_WITH, Operator.EXACT, Operator.CONTAINS];
const negations: readonly Operator[] = [Operator.NOT, Operator.NOT_EQUALS];

/**
 * Tells whether one of the texts is what a string filter asks for. Names and addresses match when each word asked for
 * begins one of theirs; every other text has to begin with what is asked for.
 *
 * @throws OperationOutcomeError 400 for a modifier that strings do not have.
 */
export function matchesString(values: TypedValue[], filter: Filter, parameter: SearchParameter): boolean {
  const { operator } = filter;
  if (![...operators, ...negations].includes(operator)) {
    throw new OperationOutcomeError(badRequest(`Unsupported string search operator: ${operator}`));
  }
  const texts = convertToSearchableStrings(values);
  const isMatch =
    operator === Operator.EXACT || operator === Operator.CONTAINS ? matchers[operator] : beginning(parameter);
  return someWanted(filter, (wanted) => texts.some((text) => isMatch(text, wanted)));
}

type TextMatcher = (text: string, wanted: string) => boolean;

const matchers: Readonly<Record<'exact' | 'contains', TextMatcher>> = {
  exact: (text, wanted) => text === wanted.trim(),
  contains: (text, wanted) => text.toLowerCase().includes(wanted.toLowerCase()),
};

function beginning({ code, base }: SearchParameter): TextMatcher {
  const isAboutPersons = base.some((type) => persons.has(type));
  return wordy.test(code) && (isAboutPersons || code.startsWith('address'))
    ? (text, wanted) => {
        const own = wordsOf(text);
        return wordsOf(wanted).every((word) => own.some((candidate) => candidate.startsWith(word)));
      }
    : (text, wanted) => text.toLowerCase().startsWith(wanted.toLowerCase());
}

function wordsOf(text: string): string[] {
  return [...new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu))];
}
