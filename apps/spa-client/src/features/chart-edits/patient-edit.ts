import { deepEquals } from '@medplum/core';
import type { Patient } from '@medplum/fhirtypes';

/** What the form lets one change: one field that Medplum takes from a clinician, and one that it restores. */
export type PatientEdit = Readonly<{ phone: string; recordNumber: string }>;

export function editOf({ telecom, identifier }: Patient): PatientEdit {
  return {
    phone: telecom?.find(({ system }) => system === 'phone')?.value ?? '',
    recordNumber: identifier?.[0]?.value ?? '',
  };
}

export function withEdit(patient: Patient, { phone, recordNumber }: PatientEdit): Patient {
  const others = patient.telecom?.filter(({ system }) => system !== 'phone') ?? [];
  const [number, ...more] = patient.identifier ?? [{ system: 'https://clinic.example/mrn' }];
  return {
    ...patient,
    telecom: phone ? [...others, { system: 'phone', value: phone }] : others,
    identifier: [{ ...number, value: recordNumber }, ...more],
  };
}

/** Medplum answers 200 and restores the fields that the policy makes read-only: only comparing shows it. */
export function keptFields(sent: Patient, stored: Patient): readonly (keyof PatientEdit)[] {
  const [wanted, got] = [editOf(sent), editOf(stored)];
  return (['phone', 'recordNumber'] as const).filter((field) => !deepEquals(wanted[field], got[field]));
}
