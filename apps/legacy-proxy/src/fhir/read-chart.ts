import { formatCodeableConcept, formatObservationValue, type MedplumClient } from '@medplum/core';
import type { MedplumPatient } from './find-patient.ts';
import { noteFrom, type Note } from './note.ts';
import { tracedBy } from './traced-by.ts';

export type ChartObservation = Readonly<{ what: string; value: string; at: string | undefined }>;
export type Chart = Readonly<{ observations: readonly ChartObservation[]; notes: readonly Note[] }>;

const pageSize = '20';

/** Reads the newest observations and notes of one patient, those under merged records too. */
export async function readChart(client: MedplumClient, patient: MedplumPatient, requestId: string): Promise<Chart> {
  const subject = patient.references.join(',');
  const [observations, notes] = await Promise.all([
    client.searchResources('Observation', { subject, _sort: '-date', _count: pageSize }, tracedBy(requestId)),
    client.searchResources('DocumentReference', { subject, _sort: '-date', _count: pageSize }, tracedBy(requestId)),
  ]);
  return {
    observations: observations.map((observation) => ({
      what: formatCodeableConcept(observation.code),
      value: formatObservationValue(observation),
      at: observation.effectiveDateTime,
    })),
    notes: notes.map(noteFrom),
  };
}
