import type { FhirResponse } from '@medplum/fhir-router';
import type { Resource } from '@medplum/fhirtypes';
import type { ExecutionResult } from 'graphql';

/** Spells the errors of a GraphQL answer as Medplum does: `extensions` is there even when it says nothing. */
export function graphqlAnswer([outcome, result, options]: FhirResponse): FhirResponse {
  const { errors, ...rest } = (result ?? {}) as ExecutionResult;
  if (!errors) {
    return result && options ? [outcome, result, options] : result ? [outcome, result] : [outcome];
  }
  const spelledOut = errors.map(({ message, path, locations, extensions }) => ({
    message,
    path,
    locations,
    extensions,
  }));
  const answer = { errors: spelledOut, ...rest } as unknown as Resource;
  return options ? [outcome, answer, options] : [outcome, answer];
}
