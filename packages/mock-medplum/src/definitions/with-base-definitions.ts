import type { Resource, ResourceType } from '@medplum/fhirtypes';
import type { IndexMatches, ResourceStore } from '#store/resource-store.ts';
import { baseDefinitions, isBaseType } from './base-definitions.ts';

/** Adds to a tenant's resources what comes with the server. What a tenant writes is its own. */
export function withBaseDefinitions(own: ResourceStore): ResourceStore {
  /** Only super administrators write what came with the server: from then on the tenant has its own history of it. */
  const isReplaced = (resource: Resource): boolean => own.history(resource.resourceType, resource.id ?? '').length > 0;
  const storeOf = (resourceType: string, id: string): ResourceStore =>
    isBaseType(resourceType) && own.history(resourceType, id).length === 0 ? baseDefinitions(resourceType) : own;

  function* both<T extends Resource>(base: Iterable<T>, others: Iterable<T>): Iterable<T> {
    for (const resource of base) {
      if (!isReplaced(resource)) {
        yield resource;
      }
    }
    yield* others;
  }

  return {
    ...own,
    get: <K extends ResourceType>(resourceType: K, id: string) => storeOf(resourceType, id).get(resourceType, id),
    history: (resourceType, id) => storeOf(resourceType, id).history(resourceType, id),
    list: <K extends ResourceType>(resourceType: K) =>
      isBaseType(resourceType)
        ? both(baseDefinitions(resourceType).list(resourceType), own.list(resourceType))
        : own.list(resourceType),
    lookup: (resourceType, index, keys) => {
      const ownMatches = own.lookup(resourceType, index, keys);
      return isBaseType(resourceType)
        ? addMatches(baseDefinitions(resourceType).lookup(resourceType, index, keys), ownMatches)
        : ownMatches;
    },
    copy: () => withBaseDefinitions(own.copy()),
  };

  function addMatches(base: IndexMatches, others: IndexMatches): IndexMatches {
    return { size: base.size + others.size, resources: () => both(base.resources(), others.resources()) };
  }
}
