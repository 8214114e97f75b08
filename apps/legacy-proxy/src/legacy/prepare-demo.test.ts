import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { demoAccounts } from './demo-data.ts';
import { removeDemoRows } from './demo-rows.ts';
import { openDatabase } from './open-database.ts';
import { hashPassword } from './password.ts';
import { prepareDemo } from './prepare-demo.ts';
import { addUser } from './users.ts';

const cheap = { N: 2, r: 1, p: 1 };
const [kim] = demoAccounts;
const refusal = /^LEGACY_PROXY_SEED_DEMO does not ask for the demo.* npm run remove-demo.* delete the data folder$/;

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'legacy-proxy-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

function open(folder: string): DatabaseSync {
  const database = openDatabase(folder);
  onTestFinished(() => database.close());
  return database;
}

/** The folder of a version that did not mark what it seeded, with one user in it. */
async function oldFolder(user: Readonly<{ username: string; name: string; password: string }>): Promise<string> {
  const folder = emptyFolder();
  const old = new DatabaseSync(join(folder, 'legacy.sqlite'));
  old.exec(`
    CREATE TABLE users (username TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, password_hash TEXT NOT NULL) STRICT;
    CREATE TABLE sessions (id_hash TEXT PRIMARY KEY, data TEXT NOT NULL, created_at_ms INTEGER NOT NULL,
      expires_at_ms INTEGER NOT NULL) STRICT;
    INSERT INTO sessions VALUES ('of-nobody-knows-whom', '{}', 0, ${Number.MAX_SAFE_INTEGER});
  `);
  const hash = await hashPassword(user.password, cheap);
  old.prepare("INSERT INTO users VALUES (?, ?, 'nurse', ?)").run(user.username, user.name, hash);
  old.close();
  return folder;
}

test('[L10] demo, seeded and not asked for afterwards, keeps the application from starting', async () => {
  const database = open(emptyFolder());
  await prepareDemo(database, true);

  await expect(prepareDemo(database, false)).rejects.toThrow(refusal);
});

test.each([
  ['accounts with passwords changed by hand', "UPDATE users SET password_hash = '!'"],
  ['accounts with other names', "UPDATE users SET username = 'a' || rowid, name = 'Ada', password_hash = '!'"],
  ['appointments', 'DELETE FROM users'],
  ['patients', 'DELETE FROM users; DELETE FROM appointments'],
])('[L10] demo, of which %s are left, keeps the application from starting', async (_what, edit) => {
  const database = open(emptyFolder());
  await prepareDemo(database, true);
  database.exec(edit);

  await expect(prepareDemo(database, false)).rejects.toThrow(refusal);
});

test.each([
  ['as it was', kim],
  ['with a password changed by hand', { ...kim, password: 'changed by hand' }],
  ['with another name', { ...kim, name: 'Kim of the ward' }],
  ['with another user name', { ...kim, username: 'kim' }],
])('[L10] demo account, of an earlier version and %s, keeps the application from starting', async (_how, user) => {
  const database = open(await oldFolder(user as (typeof demoAccounts)[number]));

  await expect(prepareDemo(database, false)).rejects.toThrow(refusal);
});

test.each([
  ['another person', { username: 'ada', name: 'Ada Nilsen', password: 'of her own' }],
  ['a namesake with a password of their own', { username: 'reception', name: 'Front Desk', password: 'of their own' }],
])('[L10] account, of an earlier version and %s, stays, and its sessions end', async (_who, user) => {
  const database = open(await oldFolder(user));

  await prepareDemo(database, false);

  expect(database.prepare('SELECT username FROM users').all()).toEqual([{ username: user.username }]);
  expect(database.prepare('SELECT * FROM sessions').all()).toEqual([]);
});

test("[L10] demo, when it is removed, leaves the clinic's own rows and no session of its users", async () => {
  const database = open(emptyFolder());
  await prepareDemo(database, true);
  addUser(database, { username: 'ada', name: 'Ada Nilsen', role: 'nurse' }, await hashPassword('own', cheap));
  database.exec(`
    INSERT INTO sessions VALUES ('1', 'nurse.kim', '{}', 0, 9), ('2', 'ada', '{}', 0, 9);
    INSERT INTO appointments (patient_id, time_of_day, clinician, reason) VALUES (2, '11:00', 'Dr Own', 'Own');
    INSERT INTO access_log (at_ms, username, action, resource, request_id) VALUES (0, 'nurse.kim', 'x', 'x', 'x');
  `);

  removeDemoRows(database);
  await prepareDemo(database, false);

  const column = (sql: string): unknown[] =>
    database
      .prepare(sql)
      .all()
      .flatMap((row) => Object.values(row));
  expect(column('SELECT username FROM users')).toEqual(['ada']);
  expect(column('SELECT username FROM sessions')).toEqual(['ada']);
  expect(column('SELECT mrn FROM patients')).toEqual(['RC-1002']);
  expect(column('SELECT clinician FROM appointments')).toEqual(['Dr Own']);
  expect(column('SELECT username FROM access_log')).toEqual(['nurse.kim']);
});

test('[L10] demo, asked for in a database with users, adds nobody to them', async () => {
  const database = open(emptyFolder());
  addUser(database, { username: 'ada', name: 'Ada Nilsen', role: 'nurse' }, await hashPassword('own', cheap));

  await prepareDemo(database, true);

  expect(database.prepare('SELECT username FROM users').all()).toEqual([{ username: 'ada' }]);
});
