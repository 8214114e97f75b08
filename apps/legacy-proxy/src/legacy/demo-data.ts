import type { DatabaseSync } from 'node:sqlite';
import { hashPassword } from './password.ts';
import { addUser, type User } from './users.ts';

/** Who can sign in to the demo. The passwords are public and open demo data only. */
export const demoAccounts: readonly Readonly<Omit<User, 'generation'> & { password: string }>[] = [
  { username: 'nurse.kim', name: 'Kim Larsen', role: 'nurse', password: 'demo-kim-2026' },
  { username: 'reception', name: 'Robin Alvarez', role: 'reception', password: 'demo-reception-2026' },
];

export const demoPatients = [
  { id: 1, mrn: 'RC-1001', name: 'Sam Carter' },
  { id: 2, mrn: 'RC-1002', name: 'Lena Novak' },
  { id: 3, mrn: 'RC-1003', name: 'Theo Okafor' },
  { id: 4, mrn: 'RC-1005', name: 'Ines Duarte' },
  { id: 5, mrn: 'RC-2001', name: 'Walter Grey' },
];

export const demoAppointments = [
  { patientId: 1, time: '09:00', clinician: 'Dr Rivera', reason: 'Blood pressure check' },
  { patientId: 2, time: '09:20', clinician: 'Dr Rivera', reason: 'Diabetes follow-up' },
  { patientId: 3, time: '09:40', clinician: 'Dr Haddad', reason: 'Medication review' },
  { patientId: 4, time: '10:00', clinician: 'Dr Haddad', reason: 'School medical' },
  { patientId: 5, time: '10:20', clinician: 'Dr Rivera', reason: 'New patient, chart not yet in Medplum' },
];

/** Fills an empty database with the clinic's day, every row marked. One that has users or patients is left as it is. */
export async function seedDemo(database: DatabaseSync, hash = hashPassword): Promise<void> {
  if (database.prepare('SELECT 1 FROM users UNION ALL SELECT 1 FROM patients LIMIT 1').get()) {
    return;
  }
  const hashes = await Promise.all(demoAccounts.map(({ password }) => hash(password)));
  database.exec('BEGIN');
  for (const [index, account] of demoAccounts.entries()) {
    addUser(database, account, hashes[index] ?? '');
  }
  for (const { id, mrn, name } of demoPatients) {
    database.prepare('INSERT INTO patients (id, mrn, name) VALUES (?, ?, ?)').run(id, mrn, name);
  }
  for (const { patientId, time, clinician, reason } of demoAppointments) {
    database
      .prepare('INSERT INTO appointments (patient_id, time_of_day, clinician, reason) VALUES (?, ?, ?, ?)')
      .run(patientId, time, clinician, reason);
  }
  database.exec(`
    UPDATE users SET is_demo = 1;
    UPDATE patients SET is_demo = 1;
    UPDATE appointments SET is_demo = 1;
    COMMIT;
  `);
}
