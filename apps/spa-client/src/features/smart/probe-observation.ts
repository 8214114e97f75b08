import type { Observation } from '@medplum/fhirtypes';

/** Something harmless to write, marked as what it is. */
export function probeObservation(patientId: string | undefined): Observation {
  return {
    resourceType: 'Observation',
    status: 'preliminary',
    code: { coding: [{ system: 'http://loinc.org', code: '8867-4', display: 'Heart rate' }], text: 'Heart rate' },
    ...(patientId && { subject: { reference: `Patient/${patientId}` } }),
    effectiveDateTime: new Date().toISOString(),
    valueQuantity: { value: 70, unit: '/min', system: 'http://unitsofmeasure.org', code: '/min' },
    note: [{ text: 'Written by spa-client to find out whether a SMART app may write.' }],
  };
}
