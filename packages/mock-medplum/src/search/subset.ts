import { getDataType, type SearchRequest, subsetResource } from '@medplum/core';
import type { Resource } from '@medplum/fhirtypes';

/**
 * Returns the part of a match that `_elements` or `_summary` ask for, marked as such. What the type cannot do without
 * always stays.
 *
 * @see FHIR R4 §3.1.1.5.7 (summary), §3.1.1.5.8 (elements)
 */
export function subset<T extends Resource>(resource: T, { fields, summary }: SearchRequest): T {
  if (!fields && !summary) {
    return resource;
  }
  const { mandatoryProperties = [], summaryProperties = [] } = getDataType(resource.resourceType);
  const wanted = fields
    ? [...mandatoryProperties, ...fields]
    : {
        true: [...summaryProperties],
        text: ['text', ...mandatoryProperties],
        data: Object.keys(resource).filter((name) => name !== 'text'),
      }[summary ?? 'data'];
  return subsetResource({ ...resource }, wanted) ?? resource;
}
