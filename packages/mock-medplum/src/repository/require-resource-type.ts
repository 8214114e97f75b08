import { badRequest, isDataTypeLoaded, OperationOutcomeError, validationError } from '@medplum/core';
import { isResourceTypeName, loadDataTypes } from '#definitions/load-definitions.ts';

/**
 * Refuses to write what is no resource, in the words of Medplum's validation, which comes before all else.
 *
 * @throws OperationOutcomeError 400.
 */
export function requireResourceType(name: string): void {
  if (isResourceTypeName(name)) {
    return;
  }
  loadDataTypes();
  const isPart = isDataTypeLoaded(name);
  throw new OperationOutcomeError(
    isPart ? validationError('Invalid resource type') : badRequest(`Unknown data type: ${name}`),
  );
}
