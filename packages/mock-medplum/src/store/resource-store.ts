import type { Resource, ResourceType } from '@medplum/fhirtypes';

/** One version of a resource; `resource` is absent in the version that a delete makes. */
export type ResourceVersion = Readonly<{ versionId: string; lastUpdated: string; resource?: Resource | undefined }>;

/**
 * Where a tenant's resources live, with every version. It knows no caller and no policy: it stores what it is given,
 * and what it returns is not to be changed.
 */
export type ResourceStore = Readonly<{
  /** The current version, or undefined when there is none or it was deleted. */
  get: <K extends ResourceType>(resourceType: K, id: string) => Extract<Resource, { resourceType: K }> | undefined;
  /** Every version, newest first; empty when the id was never used. */
  history: (resourceType: string, id: string) => readonly ResourceVersion[];
  /** All current resources of a type. */
  list: <K extends ResourceType>(resourceType: K) => Iterable<Extract<Resource, { resourceType: K }>>;
  /** Adds a version. The resource carries its id, `meta.versionId` and `meta.lastUpdated`. */
  put: (resource: Resource) => void;
  /** Adds the version that says deleted. */
  remove: (resourceType: string, id: string, version: { versionId: string; lastUpdated: string }) => void;
}>;
