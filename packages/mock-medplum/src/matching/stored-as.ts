import { getSearchParameterDetails } from '@medplum/core';
import type { SearchParameter } from '@medplum/fhirtypes';

/**
 * How Medplum keeps what a parameter finds: codes with their systems, words of names and addresses, a list, or one
 * value. It decides what a modifier does, and what becomes of a resource that has no value.
 */
export type StoredAs = 'tokens' | 'words' | 'list' | 'value';

/** A parameter, as resources of one type have it. */
export type Searched = Readonly<{ resourceType: string; parameter: SearchParameter; as: StoredAs }>;

const wordy =
  /^(?:(?:individual|InsurancePlan|Location|Organization)-address(?:-.+)?|individual-(?:given|family)|(?:Patient|Person|Practitioner|RelatedPerson)-name)$/;
const codedTypes: ReadonlySet<string | undefined> = new Set([
  'Identifier',
  'CodeableConcept',
  'Coding',
  'ContactPoint',
]);

/** Says how Medplum keeps a parameter of a type whose profile is loaded. */
export function storedAs(resourceType: string, parameter: SearchParameter): StoredAs {
  if (wordy.test(parameter.id ?? '')) {
    return 'words';
  }
  const { elementDefinitions = [], array } = getSearchParameterDetails(resourceType, parameter);
  const isCoded = elementDefinitions.some(({ type }) => type.some(({ code }) => codedTypes.has(code)));
  if (parameter.type === 'token' && (isCoded || parameter.code.endsWith(':identifier'))) {
    return 'tokens';
  }
  return array ? 'list' : 'value';
}
