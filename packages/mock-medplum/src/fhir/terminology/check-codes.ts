import { OperationOutcomeError, type TypedValueWithPath, validateResource } from '@medplum/core';
import type { FhirRepository } from '@medplum/fhir-router';
import type { CodeableConcept, Coding, OperationOutcomeIssue, Resource, ValueSet } from '@medplum/fhirtypes';
import { validate } from '#definitions/validate.ts';
import { findTerminology } from './find-terminology.ts';
import { findInValueSet } from './validate-code.ts';

/**
 * Checks the codes of a resource whose ValueSets are required bindings, as Medplum does in a project with the feature
 * `validate-terminology`.
 *
 * @throws OperationOutcomeError 400 with one issue for each code that its ValueSet does not have.
 */
export async function checkCodes(repository: FhirRepository, resource: Resource): Promise<void> {
  const issue: OperationOutcomeIssue[] = [];
  for (const [url, values] of Object.entries(requiredCodes(resource))) {
    const valueSet = await findTerminology<ValueSet>(repository, 'ValueSet', url);
    for (const value of values) {
      const codings = codingsOf(value);
      if (codings.length > 0 && !(await findInValueSet(repository, valueSet, codings))) {
        issue.push(unbound(value, url));
      }
    }
  }
  if (issue.length > 0) {
    throw new OperationOutcomeError({ resourceType: 'OperationOutcome', issue });
  }
}

/** By the URL of the ValueSet. */
function requiredCodes(resource: Resource): Record<string, TypedValueWithPath[]> {
  const tokens: Record<string, TypedValueWithPath[]> = {};
  validate(resource);
  validateResource(resource, { collect: { tokens } });
  return tokens;
}

function codingsOf({ type, value }: TypedValueWithPath): readonly Coding[] {
  switch (type) {
    case 'CodeableConcept':
      return (value as CodeableConcept).coding ?? [];
    case 'Coding':
      return [value as Coding];
    default:
      return [{ code: value as string }];
  }
}

function unbound({ value, path }: TypedValueWithPath, url: string): OperationOutcomeIssue {
  const text = `Value ${JSON.stringify(value)} did not satisfy terminology binding ${url}`;
  return { severity: 'error', code: 'value', details: { text }, expression: [path] };
}
