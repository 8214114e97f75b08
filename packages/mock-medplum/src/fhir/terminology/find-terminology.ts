import { Operator, type WithId } from '@medplum/core';
import type { FhirRepository } from '@medplum/fhir-router';
import type { CodeSystem, ValueSet } from '@medplum/fhirtypes';
import { baseDefinitions } from '#definitions/base-definitions.ts';
import { badRequestError } from '#http/fhir-errors.ts';

/** The more of its codes a CodeSystem has, the sooner it is taken. */
const contents: readonly (string | undefined)[] = ['complete', 'fragment', 'example', 'supplement', 'not-present'];

/**
 * Finds the ValueSet or CodeSystem of a URL that the caller may search: the newest version, then the most complete, then
 * the youngest, and of two that are alike the project's own. A version behind `|` is ignored, as by Medplum.
 *
 * @throws OperationOutcomeError 400 when there is none, 403 when the caller may not search the type.
 */
export async function findTerminology<T extends CodeSystem | ValueSet>(
  repository: FhirRepository,
  resourceType: T['resourceType'],
  urlAndVersion: string,
  version?: string,
): Promise<WithId<T>> {
  if (!urlAndVersion) {
    throw badRequestError(`${resourceType} not specified`);
  }
  const bar = urlAndVersion.lastIndexOf('|');
  const url = bar > 0 ? urlAndVersion.slice(0, bar) : urlAndVersion;
  const found = await repository.searchResources<T>({
    resourceType,
    filters: [
      { code: 'url', operator: Operator.EQUALS, value: url },
      { code: 'status', operator: Operator.NOT_EQUALS, value: 'retired' },
      ...(version ? [{ code: 'version', operator: Operator.EQUALS, value: version }] : []),
    ],
  });
  const [best] = found.sort(
    (one, other) =>
      latestFirst(one.version, other.version) ||
      contentRank(one) - contentRank(other) ||
      latestFirst(one.date, other.date) ||
      Number(isBase(one)) - Number(isBase(other)),
  );
  if (!best) {
    throw badRequestError(`${resourceType} ${url} not found`);
  }
  return best;
}

/** What says nothing is taken for the latest. */
function latestFirst(one: string | undefined, other: string | undefined): number {
  if (one === other) {
    return 0;
  }
  return one === undefined ? -1 : other === undefined ? 1 : other.localeCompare(one);
}

function contentRank(resource: CodeSystem | ValueSet): number {
  return resource.resourceType === 'CodeSystem' ? contents.indexOf(resource.content) : 0;
}

function isBase({ resourceType, id }: WithId<CodeSystem | ValueSet>): boolean {
  return baseDefinitions(resourceType).get(resourceType, id) !== undefined;
}
