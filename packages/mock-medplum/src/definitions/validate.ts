import { isResourceType, validateResource } from '@medplum/core';
import type { Resource } from '@medplum/fhirtypes';
import { isResourceTypeName, loadDataTypes, loadResourceType } from './load-definitions.ts';

/**
 * Checks a resource against its profile, as Medplum does in strict mode.
 *
 * @throws OperationOutcomeError 400 with one issue for each fault.
 */
export function validate(resource: Resource): void {
  loadDataTypes();
  loadResourceType(resource.resourceType);
  loadNestedTypes(resource);
  validateResource(resource);
}

/** Contained resources and bundle entries need their own profiles. */
function loadNestedTypes(value: unknown): void {
  if (typeof value !== 'object' || value === null) {
    return;
  }
  for (const inner of Object.values(value)) {
    loadNestedTypes(inner);
  }
  const name: unknown = (value as { resourceType?: unknown }).resourceType;
  if (typeof name === 'string' && isResourceTypeName(name) && !isResourceType(name)) {
    loadResourceType(name);
  }
}
