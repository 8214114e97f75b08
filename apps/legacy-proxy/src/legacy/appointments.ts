import type { DatabaseSync } from 'node:sqlite';

/** A patient as the legacy application knows one. */
export type PatientRecord = Readonly<{ id: number; mrn: string; name: string }>;

export type Appointment = Readonly<{ time: string; clinician: string; reason: string; patient: PatientRecord }>;

type AppointmentRow = Readonly<{
  time_of_day: string;
  clinician: string;
  reason: string;
  id: number;
  mrn: string;
  name: string;
}>;

/** Lists the day's appointments in order of time. */
export function listAppointments(database: DatabaseSync): Appointment[] {
  const rows = database
    .prepare(
      `SELECT time_of_day, clinician, reason, patients.id, mrn, name
         FROM appointments JOIN patients ON patients.id = patient_id
        ORDER BY time_of_day`,
    )
    .all() as AppointmentRow[];
  return rows.map(({ time_of_day, clinician, reason, id, mrn, name }) => ({
    time: time_of_day,
    clinician,
    reason,
    patient: { id, mrn, name },
  }));
}

export function findPatientRecord(database: DatabaseSync, id: number): PatientRecord | undefined {
  return database.prepare('SELECT id, mrn, name FROM patients WHERE id = ?').get(id) as PatientRecord | undefined;
}
