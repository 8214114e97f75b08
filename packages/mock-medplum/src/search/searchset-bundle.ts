import type { SearchRequest } from '@medplum/core';
import type { Bundle, BundleEntry } from '@medplum/fhirtypes';
import type { FhirContext } from '#fhir-context/fhir-context.ts';
import { fhirUrl, searchLinks } from './search-links.ts';
import { searchResources } from './search-resources.ts';

/**
 * Answers a search with one page of its matches. Without matches there is no `entry`, and no `total` unless the search
 * asks for it, as in Medplum.
 *
 * @throws OperationOutcomeError 400 or 403, as `searchResources`.
 */
export function searchsetBundle(context: FhirContext, request: SearchRequest): Bundle {
  const { baseUrl } = context.tenant;
  const { search, resources, total, next } = searchResources(context, request);
  const entry = resources.map((resource): BundleEntry => ({
    fullUrl: fhirUrl(baseUrl, `${resource.resourceType}/${resource.id}`),
    search: { mode: 'match' },
    resource,
  }));
  return {
    resourceType: 'Bundle',
    type: 'searchset',
    ...(entry.length > 0 && { entry }),
    ...(total !== undefined && { total }),
    link: searchLinks(baseUrl, search, { resources, next }),
  };
}
