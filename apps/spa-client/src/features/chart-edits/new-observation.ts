import { createReference } from '@medplum/core';
import type { Observation, Patient, Practitioner, RelatedPerson } from '@medplum/fhirtypes';
import type { ObservationKind } from './observation-kinds.ts';

/** Names one filled-in form, so that sending it again cannot add it twice. */
export const entrySystem = 'https://clinic.example/spa-client/entry';

type NewObservation = Readonly<{
  kind: ObservationKind;
  value: number;
  patient: Patient;
  author: Patient | Practitioner | RelatedPerson | undefined;
  entryId: string;
  at: Date;
}>;

export function newObservation({ kind, value, patient, author, entryId, at }: NewObservation): Observation {
  return {
    resourceType: 'Observation',
    status: 'final',
    identifier: [{ system: entrySystem, value: entryId }],
    category: [
      {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs' }],
      },
    ],
    code: {
      coding: [{ system: 'http://loinc.org', code: kind.loinc, display: kind.display }],
      text: kind.display,
    },
    subject: createReference(patient),
    ...(author && { performer: [createReference(author)] }),
    effectiveDateTime: at.toISOString(),
    valueQuantity: { value, unit: kind.unit, system: 'http://unitsofmeasure.org', code: kind.ucum },
  };
}
