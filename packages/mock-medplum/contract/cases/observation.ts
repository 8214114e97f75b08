import type { Json } from '#contract/answer.ts';

/** An Observation of a patient, or of nobody. */
export function observation(patient?: string): Json {
  return {
    resourceType: 'Observation',
    status: 'final',
    code: { coding: [{ system: 'http://loinc.org', code: '8867-4' }] },
    ...(patient === undefined ? {} : { subject: { reference: `Patient/${patient}` } }),
    valueQuantity: { value: 72, unit: '/min' },
  };
}
