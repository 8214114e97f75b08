import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { keepPrivate } from './keep-private.ts';

const schema = `
  CREATE TABLE IF NOT EXISTS users (
    username TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('reception', 'nurse')),
    password_hash TEXT NOT NULL,
    session_generation INTEGER NOT NULL DEFAULT 0,
    is_demo INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE TABLE IF NOT EXISTS patients (
    id INTEGER PRIMARY KEY,
    mrn TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    is_demo INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE TABLE IF NOT EXISTS appointments (
    id INTEGER PRIMARY KEY,
    patient_id INTEGER NOT NULL REFERENCES patients (id),
    time_of_day TEXT NOT NULL,
    clinician TEXT NOT NULL,
    reason TEXT NOT NULL,
    is_demo INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE TABLE IF NOT EXISTS sessions (
    id_hash TEXT PRIMARY KEY,
    username TEXT NOT NULL,
    data TEXT NOT NULL,
    created_at_ms INTEGER NOT NULL,
    expires_at_ms INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS access_log (
    id INTEGER PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    username TEXT NOT NULL,
    action TEXT NOT NULL,
    resource TEXT NOT NULL,
    request_id TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS access_log_by_resource ON access_log (resource);
  -- However a user is removed, by hand too: who gets the user name later must not find the sessions alive.
  CREATE TRIGGER IF NOT EXISTS sessions_end_with_user AFTER DELETE ON users BEGIN
    DELETE FROM sessions WHERE username = OLD.username;
  END;
`;

/** Opens the legacy application's database in a folder that only this user can read. */
export function openDatabase(folder: string): DatabaseSync {
  const file = join(folder, 'legacy.sqlite');
  keepPrivate(folder, file);
  return prepareDatabase(new DatabaseSync(file));
}

/** The same in memory, for tests. */
export function openMemoryDatabase(): DatabaseSync {
  return prepareDatabase(new DatabaseSync(':memory:'));
}

function prepareDatabase(database: DatabaseSync): DatabaseSync {
  database.exec('PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 2000;');
  upgrade(database);
  database.exec(schema);
  return database;
}

/** Brings the tables of an earlier version up to date. Its sessions end: they do not say whose they are. */
function upgrade(database: DatabaseSync): void {
  for (const table of ['users', 'patients', 'appointments']) {
    if (lacksColumn(database, table, 'is_demo')) {
      database.exec(`ALTER TABLE ${table} ADD COLUMN is_demo INTEGER NOT NULL DEFAULT 0`);
    }
  }
  if (lacksColumn(database, 'users', 'session_generation')) {
    database.exec('ALTER TABLE users ADD COLUMN session_generation INTEGER NOT NULL DEFAULT 0');
  }
  if (lacksColumn(database, 'sessions', 'username')) {
    database.exec('DROP TABLE sessions');
  }
}

/** True for a table that exists and has no such column. */
function lacksColumn(database: DatabaseSync, table: string, column: string): boolean {
  const columns = database.prepare('SELECT name FROM pragma_table_info(?)').all(table);
  return columns.length > 0 && columns.every(({ name }) => name !== column);
}
