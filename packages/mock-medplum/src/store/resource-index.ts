import type { Resource } from '@medplum/fhirtypes';
import type { IndexDefinition } from './resource-store.ts';

/** Ids by key, for the resources of one type. */
export type ResourceIndex = Readonly<{
  /** Takes the place of `before` (none for a new resource) and `after` (none for a deleted one). */
  replace: (before: Resource | undefined, after: Resource | undefined) => void;
  /** One set of ids for each key that is in use. */
  idsOf: (keys: readonly string[]) => readonly ReadonlySet<string>[];
}>;

/** Makes an index of the given resources. */
export function createResourceIndex(definition: IndexDefinition, resources: Iterable<Resource>): ResourceIndex {
  const idsByKey = new Map<string, Set<string>>();

  function add(resource: Resource): void {
    for (const key of definition.keysOf(resource)) {
      const ids = idsByKey.get(key) ?? new Set();
      idsByKey.set(key, ids.add(resource.id ?? ''));
    }
  }

  function drop(resource: Resource): void {
    for (const key of definition.keysOf(resource)) {
      const ids = idsByKey.get(key);
      ids?.delete(resource.id ?? '');
      if (ids?.size === 0) {
        idsByKey.delete(key);
      }
    }
  }

  function replace(before: Resource | undefined, after: Resource | undefined): void {
    if (before) {
      drop(before);
    }
    if (after) {
      add(after);
    }
  }

  for (const resource of resources) {
    add(resource);
  }
  return { replace, idsOf: (keys) => keys.flatMap((key) => idsByKey.get(key) ?? []) };
}
