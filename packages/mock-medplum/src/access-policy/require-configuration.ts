import type { ProjectMembership } from '@medplum/fhirtypes';
import type { ResourceStore } from '#store/resource-store.ts';
import { readReference } from '#tenant/read-resource.ts';

/**
 * Medplum reads the UserConfiguration of a membership along with its AccessPolicy, at each sign-in and request.
 *
 * @throws OperationOutcomeError 404 or 410 when the membership names one that is not there.
 */
export function requireConfiguration(store: ResourceStore, { userConfiguration }: ProjectMembership): void {
  if (userConfiguration) {
    readReference(store, userConfiguration);
  }
}
