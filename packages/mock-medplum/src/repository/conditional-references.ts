import { createReference, parseSearchRequest } from '@medplum/core';
import type { Resource } from '@medplum/fhirtypes';
import type { FhirContext } from '#fhir-context/fhir-context.ts';
import { badRequestError } from '#http/fhir-errors.ts';
import { searchResources } from '#search/search-resources.ts';

/**
 * Replaces each reference that is a search, such as `Patient?identifier=urn:mrn|1`, by one to the only resource that
 * the search finds for the caller.
 *
 * @see FHIR R4 §3.1.0.11.3 (conditional references)
 * @throws OperationOutcomeError 400 when the search finds none or several.
 */
export function resolveConditionalReferences<T extends Resource>(context: FhirContext, resource: T): T {
  return JSON.stringify(resource).includes('?') ? (resolved(context, resource, resource.resourceType) as T) : resource;
}

function resolved(context: FhirContext, value: unknown, path: string): unknown {
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map((item, at) => resolved(context, item, `${path}[${at}]`));
  }
  const { reference } = value as { reference?: unknown };
  if (typeof reference === 'string' && /^[A-Z]\w+\?/.test(reference)) {
    return find(context, reference, path);
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, resolved(context, inner, `${path}.${name}`)]),
  );
}

function find(context: FhirContext, query: string, path: string): object {
  const { resources } = searchResources(context, { ...parseSearchRequest(query), sortRules: [], count: 2 });
  const [only, ...others] = resources;
  if (!only || others.length > 0) {
    const fault = only ? 'matched multiple' : 'did not match any';
    throw badRequestError(`Conditional reference '${query}' ${fault} resources`, path);
  }
  return createReference(only);
}
