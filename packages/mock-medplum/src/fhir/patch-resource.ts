import {
  applyPatch,
  deepClone,
  fhirpathPatchTypedValue,
  normalizeOperationOutcome,
  type Operation,
  OperationOutcomeError,
  parseFhirPathPatchParameters,
  toTypedValue,
} from '@medplum/core';
import type { Parameters, Resource } from '@medplum/fhirtypes';

import { badRequestError } from './fhir-errors.ts';

/**
 * Returns a copy of a resource with a JSON Patch (RFC 6902) or a FHIRPath Patch applied.
 *
 * @throws OperationOutcomeError 400 when an operation does not apply, or would make it another resource.
 */
export function patched<T extends Resource>(resource: T, patch: readonly Operation[] | Parameters): T {
  const copy = deepClone(resource);
  try {
    if ('resourceType' in patch) {
      fhirpathPatchTypedValue(toTypedValue(copy), parseFhirPathPatchParameters(patch));
    } else {
      const faults = applyPatch(copy, [...patch]).flatMap((fault) => fault?.message ?? []);
      if (faults.length > 0) {
        throw badRequestError(faults.join('\n'));
      }
    }
  } catch (error) {
    throw new OperationOutcomeError(normalizeOperationOutcome(error), { cause: error });
  }
  if (copy.id !== resource.id || copy.resourceType !== resource.resourceType) {
    throw badRequestError('Incorrect resource ID');
  }
  return copy;
}
