import {
  crawlTypedValue,
  createStructureIssue,
  normalizeErrorString,
  OperationOutcomeError,
  toTypedValue,
  type TypedValueWithPath,
  validationError,
} from '@medplum/core';
import type { OperationOutcomeIssue, Reference, Resource } from '@medplum/fhirtypes';
import { isResourceTypeName } from '#definitions/load-definitions.ts';
import { authorizeRead } from '#fhir-context/authorize-read.ts';
import type { FhirContext } from '#fhir-context/fhir-context.ts';

/**
 * Refuses a resource that refers to what its writer may not read or what is not there, in a project that asks for it
 * with `checkReferencesOnWrite`. References inside the resource and placeholders are left alone.
 *
 * @throws OperationOutcomeError 400 with one issue for each reference.
 */
export function checkReferences(context: FhirContext, resource: Resource): void {
  if (!context.caller.project.checkReferencesOnWrite) {
    return;
  }
  const issue = referencesIn(resource).flatMap(({ path, value }) => faultOf(context, path, value as Reference));
  if (issue.length > 0) {
    const id = context.tenant.random.uuid();
    throw new OperationOutcomeError({ resourceType: 'OperationOutcome', id, issue });
  }
}

function referencesIn(resource: Resource): TypedValueWithPath[] {
  const found: TypedValueWithPath[] = [];
  crawlTypedValue(
    toTypedValue(resource),
    {
      visitProperty(parent, _key, _path, values) {
        if (parent.type !== 'Meta') {
          found.push(...values.flat().filter(isChecked));
        }
      },
    },
    { skipMissingProperties: true },
  );
  return found;
}

function isChecked({ type, value }: TypedValueWithPath): boolean {
  const { reference } = value as Reference;
  return type === 'Reference' && Boolean(reference) && !/^[%#]/.test(reference ?? '');
}

function faultOf(context: FhirContext, path: string, { reference = '' }: Reference): OperationOutcomeIssue[] {
  try {
    const [resourceType = '', id = ''] = reference.split('/');
    if (!isResourceTypeName(resourceType)) {
      throw new OperationOutcomeError(validationError('Unknown resource type'));
    }
    authorizeRead(context, 'read', resourceType, id);
    return [];
  } catch (error) {
    return [createStructureIssue(path, `Invalid reference (${normalizeErrorString(error)})`)];
  }
}
