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
import { withinTime } from '#cost/within-time.ts';
import { tooCostly } from '#cost/work.ts';
import { badRequestError } from '#http/fhir-errors.ts';

/** Each operation may move all that an array has. */
const maxOperations = 1000;

/** Each copy may double the resource. */
const maxCopies = 100;
const maxCharacters = 2_097_152;

/**
 * Returns a copy of a resource with a JSON Patch (RFC 6902) or a FHIRPath Patch applied.
 *
 * @throws OperationOutcomeError 400 when an operation does not apply.
 */
export function patched<T extends Resource>(resource: T, patch: readonly Operation[] | Parameters): T {
  const copy = deepClone(resource);
  try {
    if ('resourceType' in patch) {
      withinTime(() => fhirpathPatchTypedValue(toTypedValue(copy), parseFhirPathPatchParameters(patch)));
    } else {
      const faults = applyEach(copy, patch);
      if (faults.length > 0) {
        throw badRequestError(faults.join('\n'));
      }
    }
  } catch (error) {
    throw new OperationOutcomeError(normalizeOperationOutcome(error), { cause: error });
  }
  return copy;
}

/** Applies one operation after the other, and returns what was wrong with those that did not apply. */
function applyEach(resource: Resource, patch: readonly Operation[]): string[] {
  const copies = patch.filter((operation) => operation?.op === 'copy');
  if (patch.length > maxOperations || copies.length > maxCopies) {
    throw tooCostly('The patch has too many operations');
  }
  return patch.flatMap((operation) => {
    const [fault] = applyPatch(resource, [operation]);
    if (operation?.op === 'copy' && JSON.stringify(resource).length > maxCharacters) {
      throw tooCostly('The patch makes the resource too large');
    }
    return fault?.message ?? [];
  });
}
