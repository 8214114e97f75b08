import { fhirUrl } from '#search/search-links.ts';

/** Where a job's status is. */
export function jobUrl(baseUrl: string, id: string): string {
  return fhirUrl(baseUrl, `job/${id}/status`);
}
