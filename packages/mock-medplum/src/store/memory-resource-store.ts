import type { Resource, ResourceType } from '@medplum/fhirtypes';
import { createResourceIndex, type ResourceIndex } from './resource-index.ts';
import type { IndexDefinition, IndexMatches, ResourceStore, ResourceVersion } from './resource-store.ts';
import { createUndoLog } from './undo-log.ts';

type ResourceOf<K extends ResourceType> = Extract<Resource, { resourceType: K }>;

type TypeTable = Readonly<{
  /** Versions by id, oldest first. */
  versions: Map<string, ResourceVersion[]>;
  indexes: Map<string, ResourceIndex>;
}>;

/** Makes a store that keeps everything in memory: empty, or over tables that are from then on its own. */
export function createMemoryResourceStore(tables = new Map<string, TypeTable>()): ResourceStore {
  const undoLog = createUndoLog();

  function addVersion(resourceType: string, id: string, version: ResourceVersion): void {
    const table = tableOf(tables, resourceType);
    const versions = table.versions.get(id) ?? [];
    const before = versions.at(-1)?.resource;
    // What was written last comes last, as in Medplum's tables.
    table.versions.delete(id);
    table.versions.set(id, versions);
    versions.push(version);
    reindex(table, before, version.resource);
    undoLog.add(() => {
      versions.pop();
      if (versions.length === 0) {
        table.versions.delete(id);
      }
      reindex(table, version.resource, before);
    });
  }

  return {
    get: <K extends ResourceType>(resourceType: K, id: string) =>
      tables.get(resourceType)?.versions.get(id)?.at(-1)?.resource as ResourceOf<K> | undefined,
    history: (resourceType, id) => tables.get(resourceType)?.versions.get(id)?.toReversed() ?? [],
    types: () => tables.keys(),
    list: <K extends ResourceType>(resourceType: K) =>
      currentResources(tableOf(tables, resourceType)) as Iterable<ResourceOf<K>>,
    lookup: (resourceType, definition, keys) => lookup(tableOf(tables, resourceType), definition, keys),
    put: (resource) => addVersion(resource.resourceType, resource.id ?? '', versionOf(resource)),
    remove: (resourceType, id, version) => addVersion(resourceType, id, version),
    atomically: async (work) => undoLog.atomically(work),
    copy: () => createMemoryResourceStore(copyTables(tables)),
  };
}

/** Resources are never changed, so the copy shares them. Its indexes are made when they are first needed. */
function copyTables(tables: ReadonlyMap<string, TypeTable>): Map<string, TypeTable> {
  const copies = new Map<string, TypeTable>();
  for (const [resourceType, { versions }] of tables) {
    const copied = new Map([...versions].map(([id, history]): [string, ResourceVersion[]] => [id, [...history]]));
    copies.set(resourceType, { versions: copied, indexes: new Map() });
  }
  return copies;
}

function versionOf(resource: Resource): ResourceVersion {
  const { versionId = '', lastUpdated = '' } = resource.meta ?? {};
  return { versionId, lastUpdated, resource };
}

function tableOf(tables: Map<string, TypeTable>, resourceType: string): TypeTable {
  const table = tables.get(resourceType) ?? { versions: new Map(), indexes: new Map() };
  tables.set(resourceType, table);
  return table;
}

function* currentResources(table: TypeTable): Iterable<Resource> {
  for (const versions of table.versions.values()) {
    const resource = versions.at(-1)?.resource;
    if (resource) {
      yield resource;
    }
  }
}

function reindex(table: TypeTable, before: Resource | undefined, after: Resource | undefined): void {
  for (const index of table.indexes.values()) {
    index.replace(before, after);
  }
}

function lookup(table: TypeTable, definition: IndexDefinition, keys: readonly string[]): IndexMatches {
  const index = table.indexes.get(definition.name) ?? createResourceIndex(definition, currentResources(table));
  table.indexes.set(definition.name, index);
  const idSets = index.idsOf(keys);

  function* resources(): Iterable<Resource> {
    const [only, ...others] = idSets;
    const ids = others.length > 0 ? new Set(idSets.flatMap((set) => [...set])) : (only ?? []);
    for (const id of ids) {
      const resource = table.versions.get(id)?.at(-1)?.resource;
      if (resource) {
        yield resource;
      }
    }
  }

  return { size: idSets.reduce((sum, set) => sum + set.size, 0), resources };
}
