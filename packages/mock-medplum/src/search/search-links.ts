import { formatSearchQuery, type SearchRequest } from '@medplum/core';
import type { BundleLink, Resource } from '@medplum/fhirtypes';
import type { PagedSearch } from './check-search-request.ts';
import { formatCursor } from './cursor.ts';

/** Pages that are smaller might not get past resources that were written at the same time. */
const minCursorCount = 20;

/** What a page of a search shows, and the first match that it does not show. */
export type PageEnds = Readonly<{ resources: readonly Resource[]; next: Resource | undefined }>;

/**
 * Returns a searchset's links, in Medplum's order. A page without entries links only to itself. A search in the order
 * of `_lastUpdated` goes on by cursor, every other one by offset.
 */
export function searchLinks(baseUrl: string, search: PagedSearch, { resources, next }: PageEnds): BundleLink[] {
  const { offset, count } = search;
  const links = [link(baseUrl, 'self', search)];
  if (resources.length === 0) {
    return links;
  }
  if (canUseCursor(search, { resources, next })) {
    const { cursor: _here, offset: _none, ...start } = search;
    const nextLink = next && link(baseUrl, 'next', { ...start, cursor: cursorTo(next, resources) });
    return [...links, link(baseUrl, 'first', start), ...(nextLink ? [nextLink] : [])];
  }
  links.push(link(baseUrl, 'first', { ...search, offset: 0 }));
  if (next) {
    links.push(link(baseUrl, 'next', { ...search, offset: offset + count }));
  }
  if (offset > 0) {
    links.push(link(baseUrl, 'previous', { ...search, offset: Math.max(0, offset - count) }));
  }
  return links;
}

/** Where a resource or a search is. */
export function fhirUrl(baseUrl: string, path: string): string {
  return `${baseUrl}fhir/R4/${path}`;
}

function canUseCursor({ offset, count, sortRules = [] }: PagedSearch, { resources, next }: PageEnds): boolean {
  const [rule, ...others] = sortRules;
  const isByTime = rule?.code === '_lastUpdated' && !rule.descending && others.length === 0;
  // Medplum fails with 500 when a whole page was written at one instant. By offset such a page can be passed.
  const makesProgress = resources[0]?.meta?.lastUpdated !== next?.meta?.lastUpdated;
  return offset === 0 && count >= minCursorCount && isByTime && makesProgress;
}

function cursorTo(next: Resource, resources: readonly Resource[]): string {
  const from = next.meta?.lastUpdated ?? '';
  const shown = resources.filter(({ meta }) => meta?.lastUpdated === from).flatMap(({ id }) => id ?? []);
  return formatCursor({ from, shown });
}

function link(baseUrl: string, relation: string, search: SearchRequest): BundleLink {
  return { relation, url: fhirUrl(baseUrl, search.resourceType + formatSearchQuery(search)) };
}
