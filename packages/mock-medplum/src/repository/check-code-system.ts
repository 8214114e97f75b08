import type { CodeSystemConcept, Resource } from '@medplum/fhirtypes';
import { badRequestError } from '#http/fhir-errors.ts';

const withCodes: ReadonlySet<string | undefined> = new Set(['complete', 'example', 'fragment']);

/**
 * Checks that a CodeSystem declares the properties of its codes, which Medplum puts into tables.
 *
 * @throws OperationOutcomeError 400.
 */
export function checkCodeSystem(resource: Resource): void {
  if (resource.resourceType === 'CodeSystem' && withCodes.has(resource.content)) {
    const known = new Set([
      ...(resource.property ?? []).map(({ code }) => code),
      resource.hierarchyMeaning ?? 'parent',
    ]);
    checkConcepts(resource.concept, known);
  }
}

function checkConcepts(concepts: readonly CodeSystemConcept[] | undefined, known: ReadonlySet<string>): void {
  for (const { property, concept } of concepts ?? []) {
    const unknown = property?.find(({ code }) => !known.has(code));
    if (unknown) {
      throw badRequestError(`Unknown property: ${unknown.code}`);
    }
    checkConcepts(concept, known);
  }
}
