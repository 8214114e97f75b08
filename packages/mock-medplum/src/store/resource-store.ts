import type { Resource, ResourceType } from '@medplum/fhirtypes';

/** One version of a resource; `resource` is absent in the version that a delete makes. */
export type ResourceVersion = Readonly<{ versionId: string; lastUpdated: string; resource?: Resource | undefined }>;

/** How to find resources of one type by a key. The store keeps one index for each name and type. */
export type IndexDefinition = Readonly<{
  /** Unique within a resource type, for example a search parameter's code. */
  name: string;
  /** The keys under which a resource is found. */
  keysOf: (resource: Resource) => readonly string[];
}>;

/** Resources that an index lists for some keys. `size` costs nothing and may count a resource twice. */
export type IndexMatches = Readonly<{ size: number; resources: () => Iterable<Resource> }>;

/**
 * Where a tenant's resources live, with every version. It knows no caller and no policy: it stores what it is given,
 * and what it returns is not to be changed.
 */
export type ResourceStore = Readonly<{
  /** The current version, or undefined when there is none or it was deleted. */
  get: <K extends ResourceType>(resourceType: K, id: string) => Extract<Resource, { resourceType: K }> | undefined;
  /** Every version, newest first; empty when the id was never used. */
  history: (resourceType: string, id: string) => readonly ResourceVersion[];
  /** The types of which something was stored, or asked for. */
  types: () => Iterable<string>;
  /** All current resources of a type, those written last at the end. */
  list: <K extends ResourceType>(resourceType: K) => Iterable<Extract<Resource, { resourceType: K }>>;
  /** Current resources that have one of the keys. The index is made at its first use and kept up to date. */
  lookup: (resourceType: string, index: IndexDefinition, keys: readonly string[]) => IndexMatches;
  /** Adds a version. The resource carries its id, `meta.versionId` and `meta.lastUpdated`. */
  put: (resource: Resource) => void;
  /** Adds the version that says deleted. */
  remove: (resourceType: string, id: string, version: { versionId: string; lastUpdated: string }) => void;
  /** Runs `work`; when it fails, takes back every version that it added. May be nested. */
  atomically: <T>(work: () => Promise<T>) => Promise<T>;
  /** A store of its own with the same versions. What one stores from then on, the other does not have. */
  copy: () => ResourceStore;
}>;
