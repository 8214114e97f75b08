import { allOk } from '@medplum/core';
import type { AccessPolicyResource, Bundle, BundleEntry, OperationOutcome, Resource } from '@medplum/fhirtypes';
import { costOfSending } from '#cost/work.ts';
import type { FhirContext } from '#fhir-context/fhir-context.ts';
import { viewFor } from '#fhir-context/resource-meta.ts';
import { fhirUrl } from '#search/search-links.ts';
import type { ResourceVersion } from '#store/resource-store.ts';

const usualVersions = 100;
const maxVersions = 1000;

/**
 * Returns the versions of a resource as a history Bundle, newest first, each as the caller may see it.
 *
 * @param page - How many versions to leave out, and how many to return at most. What is no number above nothing, leaves
 *   none out and returns all.
 */
export function historyBundle(
  { tenant, caller, work }: FhirContext,
  reference: string,
  entry: AccessPolicyResource,
  { offset, limit }: Readonly<{ offset?: number; limit?: number }>,
): Bundle {
  const [resourceType = '', id = ''] = reference.split('/');
  const versions = tenant.store.history(resourceType, id);
  const first = Math.max(0, offset ?? 0) || 0;
  const count = Math.min(Math.max(0, limit ?? usualVersions), maxVersions) || versions.length;
  const fullUrl = fhirUrl(tenant.baseUrl, reference);
  return {
    resourceType: 'Bundle',
    type: 'history',
    entry: versions.slice(first, first + count).map((version) => ({
      fullUrl,
      ...historyEntry(reference, version, (it) => {
        work.spend(costOfSending(it));
        return viewFor(it, entry, caller.extendedMode);
      }),
    })),
    total: versions.length,
  };
}

function historyEntry(
  reference: string,
  { versionId, lastUpdated, resource }: ResourceVersion,
  view: (resource: Resource) => Resource,
): BundleEntry {
  if (!resource) {
    return {
      request: { method: 'DELETE', url: reference },
      response: { status: '410', outcome: deletedOn(lastUpdated) },
    };
  }
  return {
    request: { method: 'GET', url: `${reference}/_history/${versionId}` },
    response: { status: '200', outcome: allOk },
    resource: view(resource),
  };
}

function deletedOn(lastUpdated: string): OperationOutcome {
  return {
    resourceType: 'OperationOutcome',
    id: 'gone',
    issue: [{ severity: 'error', code: 'deleted', details: { text: `Deleted on ${longDate(new Date(lastUpdated))}` } }],
  };
}

/** What `Date.prototype.toString` gives on a server that runs in UTC, wherever this one runs. */
function longDate(date: Date): string {
  const [weekday = '', day, month, year, time] = date.toUTCString().split(' ');
  return `${weekday.replace(',', '')} ${month} ${day} ${year} ${time} GMT+0000 (Coordinated Universal Time)`;
}
