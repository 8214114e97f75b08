import type { DatabaseSync } from 'node:sqlite';
import type { Response } from 'express';
import type { MedicalRecordNumber } from '#fhir/find-patient.ts';
import { recordAccess } from '#legacy/access-log.ts';
import { findPatientRecord, type PatientRecord } from '#legacy/appointments.ts';
import { HttpError } from '#middleware/http-error.ts';
import { currentUser, requestIdOf } from '#middleware/request-context.ts';

export type PatientLookup = Readonly<{
  /** The legacy patient of an address, and the number under which Medplum knows the same person. */
  patientOf: (recordId: unknown) => Readonly<{ record: PatientRecord; mrn: MedicalRecordNumber }>;
  /** Writes down who does what, before it is done. */
  logAccess: (response: Response, action: string, resource: string) => void;
}>;

/**
 * Stands between the browser and Medplum: an address names a row of the legacy database, and only what that row holds
 * goes on to Medplum. So nobody can ask Medplum for anything by way of an address.
 */
export function createPatientLookup(database: DatabaseSync, mrnSystem: string, now: () => number): PatientLookup {
  return {
    patientOf: (recordId) => {
      const record = /^[1-9]\d{0,9}$/.test(String(recordId))
        ? findPatientRecord(database, Number(recordId))
        : undefined;
      if (!record) {
        throw new HttpError(404, 'There is no such patient.', 'Go to the appointments and choose one.');
      }
      return { record, mrn: { system: mrnSystem, value: record.mrn } };
    },
    logAccess: (response, action, resource) => {
      const username = currentUser(response)?.username ?? 'nobody';
      recordAccess(database, { atMs: now(), username, action, resource, requestId: requestIdOf(response) });
    },
  };
}
