import { allOk, Operator, type WithId } from '@medplum/core';
import type { FhirRepository, FhirRequest, FhirResponse } from '@medplum/fhir-router';
import type { StructureDefinition } from '@medplum/fhirtypes';
import { badRequestError } from '#http/fhir-errors.ts';
import { fhirUrl } from '#search/search-links.ts';

const maxDepth = 10;

/** `StructureDefinition/$expand-profile?url=`: a profile, and the profiles of its elements, which forms ask for. */
export async function expandProfile(
  { query }: FhirRequest,
  repository: FhirRepository,
  baseUrl: string,
): Promise<FhirResponse> {
  const { url } = query;
  if (typeof url !== 'string' || url === '') {
    throw badRequestError('StructureDefinition profile url not specified');
  }
  const profile = await findProfile(repository, url);
  if (!profile) {
    throw badRequestError(`StructureDefinition profile with URL ${url} not found`);
  }
  const profiles = [profile, ...(await profilesIn(repository, profile, new Set([url]), 1))];
  const entry = profiles.map((resource) => ({
    fullUrl: fhirUrl(baseUrl, `StructureDefinition/${resource.id}`),
    resource,
  }));
  return [allOk, { resourceType: 'Bundle', type: 'searchset', entry }];
}

async function findProfile(repository: FhirRepository, url: string): Promise<WithId<StructureDefinition> | undefined> {
  return repository.searchOne<StructureDefinition>({
    resourceType: 'StructureDefinition',
    filters: [{ code: 'url', operator: Operator.EQUALS, value: url }],
    sortRules: [{ code: 'version', descending: true }],
  });
}

async function profilesIn(
  repository: FhirRepository,
  { snapshot }: StructureDefinition,
  known: Set<string>,
  depth: number,
): Promise<WithId<StructureDefinition>[]> {
  const urls = (snapshot?.element ?? []).flatMap(({ type }) => (type ?? []).flatMap(({ profile }) => profile ?? []));
  const found: WithId<StructureDefinition>[] = [];
  for (const url of depth > maxDepth ? [] : new Set(urls)) {
    const profile = known.has(url) ? undefined : await findProfile(repository, url);
    known.add(url);
    if (profile) {
      found.push(profile, ...(await profilesIn(repository, profile, known, depth + 1)));
    }
  }
  return found;
}
