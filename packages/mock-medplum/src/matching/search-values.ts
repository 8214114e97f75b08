import {
  badRequest,
  deriveIdentifierSearchParameter,
  evalFhirPathTyped,
  getSearchParameter,
  getSearchParameterDetails,
  OperationOutcomeError,
  toTypedValue,
  type TypedValue,
} from '@medplum/core';
import type { Resource, SearchParameter } from '@medplum/fhirtypes';
import { loadResourceType } from '#definitions/load-definitions.ts';

/**
 * Returns a type's search parameter.
 *
 * @throws OperationOutcomeError 400 "Unknown search parameter", as Medplum.
 */
export function requireSearchParameter(resourceType: string, code: string): SearchParameter {
  const parameter = getSearchParameter(resourceType, code);
  if (!parameter) {
    throw new OperationOutcomeError(badRequest(`Unknown search parameter: ${code}`));
  }
  return parameter;
}

/** Returns the parameter that searches the `identifier` of the references that `parameter` finds. */
export function identifierParameter(parameter: SearchParameter): SearchParameter {
  return deriveIdentifierSearchParameter(parameter);
}

/**
 * Returns the values that a search parameter finds in a resource. A parameter that many types share, such as
 * `identifier`, is a union over all of them: only the branch of the resource's own type is evaluated.
 */
export function searchValues(resource: Resource, parameter: SearchParameter): TypedValue[] {
  loadResourceType(resource.resourceType);
  const { parsedExpression } = getSearchParameterDetails(resource.resourceType, parameter);
  return evalFhirPathTyped(parsedExpression, [toTypedValue(resource)]);
}
