import { allOk, isReference, isResource, Operator, type SearchRequest } from '@medplum/core';
import type { FhirRepository, FhirRequest, FhirResponse } from '@medplum/fhir-router';
import type { Bundle, BundleEntry, BundleLink, Resource, ResourceType } from '@medplum/fhirtypes';
import { patientCompartmentTypes } from '#matching/compartments.ts';
import { type EverythingInput, readInput } from './everything-input.ts';
import { isInCare } from './is-in-care.ts';

/** How many resources of the compartment one answer holds when the request does not say. */
const defaultCount = 1000;

/** Types outside the compartment that belong to the record when something in it refers to them. */
const supporting = /^(?:Organization|Location|Practitioner|PractitionerRole|Medication|Device)\//;

/**
 * `Patient/:id/$everything`: the patient, what is in the patient's compartment, and what that refers to, as far as the
 * caller may see it. Types that the caller may not search are left out, unless they
 * were asked for.
 *
 * @see FHIR R4 OperationDefinition/Patient-everything
 */
export async function patientEverything(
  request: FhirRequest,
  repository: FhirRepository,
  maySearch: (type: ResourceType) => boolean,
): Promise<FhirResponse> {
  const input = readInput(request);
  const patient = await repository.readResource('Patient', request.params['id'] ?? '');
  const reference = `Patient/${patient.id}`;
  const bundle = await repository.search(compartmentSearch(reference, input, maySearch));
  const entry = (bundle.entry ?? []).filter(({ resource }) => isInCare(resource, input));
  await addSupporting(repository, entry);
  return [
    allOk,
    {
      ...bundle,
      ...(entry.length > 0 && { entry }),
      link: bundle.link?.map((link) => everythingLink(link, reference, input)) ?? [],
    } satisfies Bundle,
  ];
}

function compartmentSearch(
  reference: string,
  { types, since, count, offset }: EverythingInput,
  maySearch: (type: ResourceType) => boolean,
): SearchRequest {
  const asked = types.length > 0 ? types : patientCompartmentTypes().filter((type) => maySearch(type));
  return {
    resourceType: 'MultipleTypes' as ResourceType,
    types: [...new Set<ResourceType>([...asked, 'Patient'])].sort((one, other) => one.localeCompare(other)),
    count: count ?? defaultCount,
    ...(offset !== undefined && { offset }),
    filters: [
      { code: '_compartment', operator: Operator.EQUALS, value: reference },
      ...(since ? [{ code: '_lastUpdated', operator: Operator.GREATER_THAN_OR_EQUALS, value: since }] : []),
    ],
    sortRules: [{ code: '_lastUpdated' }],
  };
}

/** Adds what the entries refer to, and what that refers to, once each. What the caller may not read is left out. */
async function addSupporting(repository: FhirRepository, entries: BundleEntry[]): Promise<void> {
  const known = new Set(entries.flatMap(({ resource }) => (resource ? `${resource.resourceType}/${resource.id}` : [])));
  let page: readonly (Resource | undefined)[] = entries.map(({ resource }) => resource);
  while (page.length > 0) {
    const references = [...new Set(page.flatMap(referencesIn))].filter((it) => supporting.test(it) && !known.has(it));
    for (const reference of references) {
      known.add(reference);
    }
    const read = await repository.readReferences(references.map((reference) => ({ reference })));
    page = read.filter((found): found is Resource => isResource(found));
    entries.push(
      ...page.map((resource): BundleEntry => ({ ...(resource && { resource }), search: { mode: 'include' } })),
    );
  }
}

function referencesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return isReference(value) ? [value.reference] : Object.values(value).flatMap(referencesIn);
}

/** A link of the search, with the operation in the place of the search. */
function everythingLink(link: BundleLink, reference: string, input: EverythingInput): BundleLink {
  const search = new URL(link.url);
  const url = new URL(`${search.href.split('MultipleTypes')[0]}${reference}/$everything`);
  const parameters = {
    start: input.start,
    end: input.end,
    _since: input.since,
    _count: search.searchParams.get('_count'),
    _offset: search.searchParams.get('_offset'),
    _cursor: search.searchParams.get('_cursor'),
    _type: input.types.join(','),
  };
  for (const [name, value] of Object.entries(parameters)) {
    if (value) {
      url.searchParams.set(name, value);
    }
  }
  return { ...link, url: url.href };
}
