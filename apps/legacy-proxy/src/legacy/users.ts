import type { DatabaseSync } from 'node:sqlite';
import { isPasswordHash, verifyPassword } from './password.ts';

export type Role = 'reception' | 'nurse';
export type User = Readonly<{
  username: string;
  name: string;
  role: Role;
  /** Sessions of an earlier generation are over. */
  generation: number;
}>;

type UserRow = Omit<User, 'generation'> & Readonly<{ password_hash: string; session_generation: number }>;

export function addUser(database: DatabaseSync, user: Omit<User, 'generation'>, passwordHash: string): void {
  database
    .prepare('INSERT INTO users (username, name, role, password_hash) VALUES (?, ?, ?, ?)')
    .run(user.username, user.name, user.role, passwordHash);
}

export function hasUsers(database: DatabaseSync): boolean {
  return database.prepare('SELECT 1 FROM users LIMIT 1').get() !== undefined;
}

export function findUser(database: DatabaseSync, username: string): User | undefined {
  const row = findRow(database, username);
  return row && { username: row.username, name: row.name, role: row.role, generation: row.session_generation };
}

/** Ends all sessions of a user, wherever they are kept. */
export function endAllSessions(database: DatabaseSync, username: string): void {
  database.prepare('UPDATE users SET session_generation = session_generation + 1 WHERE username = ?').run(username);
}

/** Gives the user whose name and password these are, or undefined. */
export async function authenticateUser(
  database: DatabaseSync,
  username: string,
  password: string,
  verify = verifyPassword,
): Promise<User | undefined> {
  const row = findRow(database, username);
  const hash = row && isPasswordHash(row.password_hash) ? row.password_hash : undefined;
  const matches = await verify(password, hash ?? hashOfAnother(database));
  return hash !== undefined && matches ? findUser(database, username) : undefined;
}

// An unknown user name, or that of a closed account, then costs as much time as a wrong password, and cannot be told from it.
function hashOfAnother(database: DatabaseSync): string {
  const row = database.prepare("SELECT password_hash FROM users WHERE password_hash LIKE 'scrypt$%' LIMIT 1").get();
  return String(row?.['password_hash'] ?? '');
}

function findRow(database: DatabaseSync, username: string): UserRow | undefined {
  return database.prepare('SELECT * FROM users WHERE username = ?').get(username) as UserRow | undefined;
}
