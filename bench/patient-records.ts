import { randomUUID } from 'node:crypto';
import type { Resource } from '@medplum/fhirtypes';

const observationsPerPatient = 10;

/** As many Observations as are asked for, ten to a patient. */
export function patientRecords(observations: number): Resource[] {
  return Array.from({ length: observations / observationsPerPatient }, (_, at) => {
    const id = patientId(at);
    const patient: Resource = { resourceType: 'Patient', id, identifier: [{ system: 'urn:mrn', value: `mrn-${at}` }] };
    return [patient, ...Array.from({ length: observationsPerPatient }, (_none, day) => observationOf(id, day))];
  }).flat();
}

/** The id of the patient with a number, the same in each process. */
export function patientId(at: number): string {
  return `70000000-0000-4000-8000-${String(at).padStart(12, '0')}`;
}

function observationOf(patient: string, day: number): Resource {
  return {
    resourceType: 'Observation',
    id: randomUUID(),
    status: 'final',
    code: { coding: [{ system: 'http://loinc.org', code: day % 2 ? '8867-4' : '8480-6' }] },
    subject: { reference: `Patient/${patient}` },
    effectiveDateTime: `2026-01-${String(day + 1).padStart(2, '0')}T08:00:00Z`,
    valueQuantity: { value: 70 + day, unit: '/min' },
  };
}
