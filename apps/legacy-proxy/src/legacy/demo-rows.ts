import type { DatabaseSync } from 'node:sqlite';
import { demoAccounts, demoAppointments, demoPatients } from './demo-data.ts';
import { verifyPassword } from './password.ts';

const tables = ['users', 'appointments', 'patients'];

/**
 * Marks the demo's rows that an earlier version made without a mark. An account is the demo's when its user name and
 * name are, whatever its password is by now, or when a user name or a name of the demo goes with the public password.
 */
export async function markDemoRows(database: DatabaseSync): Promise<void> {
  const markUser = database.prepare('UPDATE users SET is_demo = 1 WHERE username = ?');
  for (const { username, name, password } of demoAccounts) {
    const candidates = database
      .prepare('SELECT username, name, password_hash FROM users WHERE is_demo = 0 AND (username = ? OR name = ?)')
      .all(username, name);
    for (const row of candidates) {
      const isSame = row['username'] === username && row['name'] === name;
      if (isSame || (await verifyPassword(password, String(row['password_hash'])))) {
        markUser.run(String(row['username']));
      }
    }
  }
  for (const { patientId, time, clinician, reason } of demoAppointments) {
    database
      .prepare(
        `UPDATE appointments SET is_demo = 1
          WHERE patient_id = ? AND time_of_day = ? AND clinician = ? AND reason = ?`,
      )
      .run(patientId, time, clinician, reason);
  }
  // A patient with an appointment that somebody made is one of the clinic's own by now.
  for (const { mrn, name } of demoPatients) {
    database
      .prepare(
        `UPDATE patients SET is_demo = 1
          WHERE mrn = ? AND name = ? AND id NOT IN (SELECT patient_id FROM appointments WHERE is_demo = 0)`,
      )
      .run(mrn, name);
  }
}

export function hasDemoRows(database: DatabaseSync): boolean {
  return tables.some((table) => database.prepare(`SELECT 1 FROM ${table} WHERE is_demo = 1 LIMIT 1`).get());
}

/**
 * Removes the demo's accounts with their sessions, its appointments and its patients. The access log stays: it says
 * what was done. A patient whom somebody gave an appointment stays too, as one of the clinic's own.
 */
export function removeDemoRows(database: DatabaseSync): void {
  database.exec(`
    BEGIN IMMEDIATE;
    DELETE FROM appointments WHERE is_demo = 1;
    DELETE FROM patients WHERE is_demo = 1 AND id NOT IN (SELECT patient_id FROM appointments);
    UPDATE patients SET is_demo = 0;
    DELETE FROM users WHERE is_demo = 1;
    COMMIT;
  `);
}
