import { formatObservationValue, type MedplumClient } from '@medplum/core';
import type { BundleEntry, Observation, Patient } from '@medplum/fhirtypes';

/** One version of a resource, newest first in a list. */
export type Version = Readonly<{
  id: string;
  at: string | undefined;
  author: string | undefined;
  /** Who an app acted for (`X-Medplum-On-Behalf-Of`). */
  onBehalfOf: string | undefined;
  /** What it says, in a few words. */
  content: string;
}>;

/** `GET [type]/[id]/_history`, without the cache. */
export async function readVersions(
  medplum: MedplumClient,
  resourceType: 'Patient' | 'Observation',
  id: string,
): Promise<readonly Version[]> {
  const { entry = [] } = await medplum.readHistory(resourceType, id, undefined, { cache: 'reload' });
  return entry.map((one) => versionOf(one as BundleEntry<Patient | Observation>));
}

function versionOf({ resource, response, request }: BundleEntry<Patient | Observation>): Version {
  const meta = resource?.meta;
  const at = meta?.lastUpdated ?? response?.lastModified;
  return {
    id: meta?.versionId ?? `deleted-${at}`,
    at,
    author: nameOf(meta?.author),
    onBehalfOf: nameOf(meta?.onBehalfOf),
    content: resource ? contentOf(resource) : request?.method === 'DELETE' ? 'deleted' : 'not shown',
  };
}

function contentOf(resource: Patient | Observation): string {
  if (resource.resourceType === 'Observation') {
    return `${formatObservationValue(resource)}, ${resource.status}`;
  }
  const phone = resource.telecom?.find(({ system }) => system === 'phone')?.value;
  const recordNumber = resource.identifier?.[0]?.value;
  return `${recordNumber || 'no record number'}, ${phone || 'no phone'}`;
}

function nameOf(reference: Readonly<{ display?: string; reference?: string }> | undefined): string | undefined {
  return reference?.display ? `${reference.display} (${reference.reference})` : reference?.reference;
}
