import { type Filter, getReferenceString, parseSearchRequest } from '@medplum/core';
import type { ProjectMembership, Resource, ResourceType } from '@medplum/fhirtypes';
import { loadResourceType } from '#definitions/load-definitions.ts';
import type { ExternalClaims } from '#identity-provider/fetch-user-info.ts';
import { findCandidates } from '#matching/find-candidates.ts';
import { matchesSearch } from '#matching/matches-search.ts';
import type { ResourceStore } from '#store/resource-store.ts';

/**
 * Finds the membership that an external token speaks for: by `fhirUser`, which is the profile or a search for it and may
 * be inside `ext`, or else by `sub`, which is the membership's `externalId`.
 *
 * @returns undefined when there is none, or when a search or a subject fits several.
 * @throws OperationOutcomeError 400 when `fhirUser` names no type.
 */
export function findExternalMember(store: ResourceStore, claims: ExternalClaims): ProjectMembership | undefined {
  const { sub: subject, ext } = claims;
  const fhirUser = claims['fhirUser'] ?? (ext as ExternalClaims | null | undefined)?.['fhirUser'];
  const members = [...store.list('ProjectMembership')];
  if (typeof fhirUser === 'string') {
    const reference = findProfile(store, fhirUser);
    return members.find(({ profile }) => reference !== undefined && profile.reference === reference);
  }
  return only(members.filter(({ externalId }) => externalId !== undefined && externalId === subject));
}

function findProfile(store: ResourceStore, fhirUser: string): string | undefined {
  if (!fhirUser.includes('?')) {
    const [type = '', id = ''] = fhirUser.split('/');
    loadResourceType(type);
    return store.get(type as ResourceType, id) ? `${type}/${id}` : undefined;
  }
  const { resourceType, filters = [] } = parseSearchRequest(fhirUser);
  const found = only([...searchAll(store, resourceType, filters)]);
  return found && getReferenceString(found);
}

function* searchAll(store: ResourceStore, type: string, filters: readonly Filter[]): Iterable<Resource> {
  const others = {
    resolve: (reference: string): Resource | undefined => {
      const [linkedType = '', id = ''] = reference.split('/');
      return store.get(linkedType as ResourceType, id);
    },
    all: (linkedType: string, linkFilters: readonly Filter[]): Iterable<Resource> =>
      findCandidates(store, linkedType as ResourceType, linkFilters),
  };
  for (const resource of findCandidates(store, type as ResourceType, filters)) {
    if (matchesSearch(resource, filters, others)) {
      yield resource;
    }
  }
}

function only<T>([first, ...others]: readonly T[]): T | undefined {
  return others.length === 0 ? first : undefined;
}
