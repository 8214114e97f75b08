import { badRequest, createReference, OperationOutcomeError, resolveId } from '@medplum/core';
import type { Patient, Project, Reference } from '@medplum/fhirtypes';
import type { ResourceStore } from '#store/resource-store.ts';
import type { Invitation } from './invitation.ts';

/**
 * Returns the patient whose relative a new RelatedPerson is to be; none for other profiles.
 *
 * @throws OperationOutcomeError 400 when none is named, or one that is not the project's.
 */
export function findRelatedPatient(
  store: ResourceStore,
  project: Project,
  { resourceType, patient }: Invitation,
): Reference<Patient> | undefined {
  if (resourceType !== 'RelatedPerson') {
    return undefined;
  }
  if (!patient) {
    throw new OperationOutcomeError(badRequest('Patient is required to create a RelatedPerson'));
  }
  const found = store.get('Patient', resolveId(patient) ?? '');
  if (!found) {
    throw new OperationOutcomeError(badRequest(`Patient ${patient.reference} does not exist`));
  }
  if (found.meta?.project !== project.id) {
    throw new OperationOutcomeError(badRequest('Patient does not belong to project'));
  }
  return createReference(found);
}
