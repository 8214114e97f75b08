import { formatSearchQuery, type SearchRequest } from '@medplum/core';
import type { BundleLink } from '@medplum/fhirtypes';

import type { PagedSearch } from './check-search-request.ts';

/** Returns a searchset's links, in Medplum's order. A page without entries links only to itself. */
export function searchLinks(baseUrl: string, search: PagedSearch, hasEntries: boolean, hasMore: boolean): BundleLink[] {
  const { offset, count } = search;
  const links = [link(baseUrl, 'self', search)];
  if (hasEntries) {
    links.push(link(baseUrl, 'first', { ...search, offset: 0 }));
    if (hasMore) {
      links.push(link(baseUrl, 'next', { ...search, offset: offset + count }));
    }
    if (offset > 0) {
      links.push(link(baseUrl, 'previous', { ...search, offset: Math.max(0, offset - count) }));
    }
  }
  return links;
}

/** Where a resource or a search is. */
export function fhirUrl(baseUrl: string, path: string): string {
  return `${baseUrl}fhir/R4/${path}`;
}

function link(baseUrl: string, relation: string, search: SearchRequest): BundleLink {
  return { relation, url: fhirUrl(baseUrl, search.resourceType + formatSearchQuery(search)) };
}
