import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { Store, type SessionData } from 'express-session';

/** A session ends this long after its last request, */
export const idleMs = 30 * 60_000;
/** and this long after it began. */
export const longestMs = 8 * 60 * 60_000;
const mostPerUser = 10;

type Done<T = void> = (error?: unknown, result?: T) => void;

/**
 * Sessions of signed-in users in SQLite. One ends 30 minutes after its last request and 8 hours after its first; of a
 * user's sessions the ten used last are kept. The table holds hashes of the session ids, so a copy of the database opens
 * no session.
 */
export class SqliteSessionStore extends Store {
  readonly #database: DatabaseSync;
  readonly #now: () => number;

  constructor(database: DatabaseSync, now: () => number) {
    super();
    this.#database = database;
    this.#now = now;
  }

  override get(id: string, done: (error: unknown, session?: SessionData | null) => void): void {
    settle(done, () => {
      this.#removeExpired();
      const row = this.#database.prepare('SELECT data FROM sessions WHERE id_hash = ?').get(hashOf(id));
      return row ? (JSON.parse(String(row['data'])) as SessionData) : null;
    });
  }

  override set(id: string, session: SessionData, done: Done = ignore): void {
    settle(done, () => {
      const { username } = session as SessionData & { username: string };
      const now = this.#now();
      this.#removeExpired();
      this.#database
        .prepare(
          `INSERT INTO sessions (id_hash, username, data, created_at_ms, expires_at_ms) VALUES (?, ?, ?, ?, ?)
           ON CONFLICT (id_hash) DO UPDATE
             SET data = excluded.data, expires_at_ms = min(excluded.expires_at_ms, created_at_ms + ?)`,
        )
        .run(hashOf(id), username, JSON.stringify(session), now, now + idleMs, longestMs);
      this.#removeBeyondLimit(username);
    });
  }

  override touch(id: string, _session: SessionData, done: Done = ignore): void {
    settle(done, () => {
      this.#database
        .prepare('UPDATE sessions SET expires_at_ms = min(?, created_at_ms + ?) WHERE id_hash = ?')
        .run(this.#now() + idleMs, longestMs, hashOf(id));
    });
  }

  override destroy(id: string, done: Done = ignore): void {
    settle(done, () => {
      this.#database.prepare('DELETE FROM sessions WHERE id_hash = ?').run(hashOf(id));
    });
  }

  #removeExpired(): void {
    this.#database.prepare('DELETE FROM sessions WHERE expires_at_ms <= ?').run(this.#now());
  }

  #removeBeyondLimit(username: string): void {
    this.#database
      .prepare(
        `DELETE FROM sessions WHERE username = ? AND id_hash NOT IN
           (SELECT id_hash FROM sessions WHERE username = ? ORDER BY expires_at_ms DESC, rowid DESC LIMIT ?)`,
      )
      .run(username, username, mostPerUser);
  }
}

function hashOf(id: string): string {
  return createHash('sha256').update(id).digest('base64url');
}

function ignore(): void {}

function settle<T>(done: Done<T>, work: () => T): void {
  let result: T;
  try {
    result = work();
  } catch (error) {
    done(error);
    return;
  }
  done(undefined, result);
}
