import { formatHumanName, type MedplumClient, type WithId } from '@medplum/core';
import type { Patient } from '@medplum/fhirtypes';
import { tracedBy } from './traced-by.ts';

export type MedplumPatient = Readonly<{
  id: string;
  /** References of this record and of those that Medplum merged into it. */
  references: readonly string[];
  name: string;
  birthDate: string | undefined;
  gender: string | undefined;
  practitioner: string | undefined;
}>;

/** What Medplum knows under a record number. */
export type FoundPatient =
  | Readonly<{ status: 'one'; patient: MedplumPatient }>
  | Readonly<{ status: 'none' }>
  /** Several persons, or a merge that cannot be followed: no chart is the right one. */
  | Readonly<{ status: 'unclear'; references: readonly string[] }>;

export type MedicalRecordNumber = Readonly<{ system: string; value: string }>;

/** Finds the Medplum Patient with a legacy medical record number, and follows the links of merged records. */
export async function findPatient(
  client: MedplumClient,
  mrn: MedicalRecordNumber,
  requestId: string,
): Promise<FoundPatient> {
  const query = { identifier: `${mrn.system}|${mrn.value}`, _count: '5' };
  const found: readonly WithId<Patient>[] = await client.searchResources('Patient', query, tracedBy(requestId));
  if (found.length === 0) {
    return { status: 'none' };
  }
  const kept = await Promise.all(found.map(async (record) => followMerge(client, record, requestId)));
  const [survivor] = kept;
  const references = [...new Set([...kept, ...found].flatMap((record) => (record ? [`Patient/${record.id}`] : [])))];
  return survivor && kept.every((record) => record?.id === survivor.id)
    ? { status: 'one', patient: patientFrom(survivor, references) }
    : { status: 'unclear', references };
}

/** The record that stands for this one now; undefined when the links lead nowhere or in a circle. */
async function followMerge(
  client: MedplumClient,
  record: WithId<Patient>,
  requestId: string,
  hops = 3,
): Promise<WithId<Patient> | undefined> {
  const [replacedBy, another] = record.link?.filter(({ type }) => type === 'replaced-by') ?? [];
  if (!replacedBy) {
    return record;
  }
  const [, id] = /^Patient\/([\w-]+)$/.exec(replacedBy.other.reference ?? '') ?? [];
  if (another || !id || hops === 0) {
    return undefined;
  }
  const next = await client.searchOne('Patient', { _id: id }, tracedBy(requestId));
  return next && followMerge(client, next, requestId, hops - 1);
}

function patientFrom(patient: WithId<Patient>, references: readonly string[]): MedplumPatient {
  return {
    id: patient.id,
    references,
    name: patient.name?.[0] ? formatHumanName(patient.name[0]) : 'No name',
    birthDate: patient.birthDate,
    gender: patient.gender,
    practitioner: patient.generalPractitioner?.[0]?.display,
  };
}
