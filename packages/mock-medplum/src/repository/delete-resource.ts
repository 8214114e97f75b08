import type { Resource } from '@medplum/fhirtypes';
import { authorizeLastVersion } from '#fhir-context/authorize-read.ts';
import type { FhirContext } from '#fhir-context/fhir-context.ts';
import { preconditionError } from '#http/fhir-errors.ts';

/**
 * Adds the version that says deleted. Deleting what is deleted does nothing, and is no error, whatever
 * the policy says of it.
 *
 * @returns the resource as it was.
 * @throws OperationOutcomeError 403, 404 or 412.
 */
export function deleteStored(
  context: FhirContext,
  resourceType: string,
  id: string,
  ifMatch: string | undefined,
): Resource {
  const { authorized, isDeleted } = authorizeLastVersion(context, 'read', resourceType, id);
  if (isDeleted) {
    return authorized.resource;
  }
  authorizeLastVersion(context, 'delete', resourceType, id);
  if (ifMatch && authorized.resource.meta?.versionId !== ifMatch) {
    throw preconditionError();
  }
  const { store, random, clock } = context.tenant;
  store.remove(resourceType, id, { versionId: random.uuid(), lastUpdated: clock().toISOString() });
  context.changes?.announce({ interaction: 'delete', resource: authorized.resource });
  return authorized.resource;
}
