import { gone, notFound, OperationOutcomeError } from '@medplum/core';
import type { Reference, Resource, ResourceType } from '@medplum/fhirtypes';
import type { ResourceStore } from '#store/resource-store.ts';

type ResourceOf<K extends ResourceType> = Extract<Resource, { resourceType: K }>;

/**
 * Returns a resource as the server itself sees it, past every policy.
 *
 * @throws OperationOutcomeError 404 when the id was never used, 410 when the resource was deleted.
 */
export function readResource<K extends ResourceType>(store: ResourceStore, resourceType: K, id: string): ResourceOf<K> {
  const resource = store.get(resourceType, id);
  if (!resource) {
    throw new OperationOutcomeError(store.history(resourceType, id).length > 0 ? gone : notFound);
  }
  return resource;
}

/**
 * Returns what a reference of the form `Type/id` points to.
 *
 * @throws OperationOutcomeError 404 or 410, as `readResource`.
 */
export function readReference(store: ResourceStore, reference: Reference | undefined): Resource {
  const [resourceType = '', id = ''] = reference?.reference?.split('/') ?? [];
  return readResource(store, resourceType as ResourceType, id);
}
