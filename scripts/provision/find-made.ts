import type { MedplumClient } from '@medplum/core';
import type { ExtractResource, Resource, ResourceType } from '@medplum/fhirtypes';
import { demoIdOf, markToken } from './mark.ts';

/** What this command made in the Project, by id in the clinic's files. */
export type Made = ReadonlyMap<string, Resource & { id: string }>;

/** Finds what this command made: each resource carries a tag. */
export async function findMade(medplum: MedplumClient, types: readonly ResourceType[]): Promise<Made> {
  const found: (Resource & { id: string })[] = [];
  for (const type of new Set(types)) {
    found.push(...(await searchAll(medplum, type, { _tag: markToken })));
  }
  return new Map(found.map((one) => [demoIdOf(one) ?? one.id, one]));
}

/** All pages of a search. */
export async function searchAll<K extends ResourceType>(
  medplum: MedplumClient,
  type: K,
  query: Readonly<Record<string, string>>,
): Promise<(ExtractResource<K> & { id: string })[]> {
  const found: (ExtractResource<K> & { id: string })[] = [];
  for await (const page of medplum.searchResourcePages(type, new URLSearchParams({ ...query, _count: '200' }))) {
    found.push(...page);
  }
  return found;
}
