import { formatHumanName, type MedplumClient } from '@medplum/core';
import { MedplumError } from '#medplum/error.ts';
import { tracedBy } from './traced-by.ts';

export type MedplumPatient = Readonly<{
  id: string;
  name: string;
  birthDate: string | undefined;
  gender: string | undefined;
  practitioner: string | undefined;
}>;

export type MedicalRecordNumber = Readonly<{ system: string; value: string }>;

/** Finds the Medplum Patient with a legacy medical record number; undefined when Medplum has none. */
export async function findPatient(
  client: MedplumClient,
  mrn: MedicalRecordNumber,
  requestId: string,
): Promise<MedplumPatient | undefined> {
  const query = { identifier: `${mrn.system}|${mrn.value}`, _count: '2' };
  const [patient, namesake] = await client.searchResources('Patient', query, tracedBy(requestId));
  if (namesake) {
    throw new MedplumError('failed', 'Two patients in Medplum have this medical record number: neither is shown');
  }
  return (
    patient && {
      id: patient.id,
      name: patient.name?.[0] ? formatHumanName(patient.name[0]) : 'No name',
      birthDate: patient.birthDate,
      gender: patient.gender,
      practitioner: patient.generalPractitioner?.[0]?.display,
    }
  );
}
