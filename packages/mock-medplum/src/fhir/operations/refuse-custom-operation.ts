import { getExtension, Operator } from '@medplum/core';
import type { FhirRepository } from '@medplum/fhir-router';
import type { OperationDefinition } from '@medplum/fhirtypes';
import { badRequestError } from '#http/fhir-errors.ts';

const implementation = 'https://medplum.com/fhir/StructureDefinition/operationDefinition-implementation';

/**
 * After an operation's URL was not found, looks for an OperationDefinition that a Bot implements, as Medplum does: as
 * the caller, who may not be allowed to search for one.
 *
 * @throws OperationOutcomeError 403 when the caller may not, 400 when there is one, because the mock runs none.
 */
export async function refuseCustomOperation(url: string, repository: FhirRepository): Promise<void> {
  const name = url.split('/').find((part) => part.startsWith('$'));
  if (name === undefined) {
    return;
  }
  const operation = await repository.searchOne<OperationDefinition>({
    resourceType: 'OperationDefinition',
    filters: [{ code: 'code', operator: Operator.EXACT, value: name.slice(1) }],
  });
  if (operation && getExtension(operation, implementation)) {
    throw badRequestError(`mock-medplum does not serve the custom operation ${name}, which Medplum does`);
  }
}
