import type { DatabaseSync } from 'node:sqlite';

/** Who of our users did what. Medplum cannot know it: all it ever sees is this server's ClientApplication. */
export type Access = Readonly<{
  atMs: number;
  username: string;
  action: string;
  /** FHIR reference, for example `Patient/123`. */
  resource: string;
  requestId: string;
}>;

type AccessRow = Readonly<{ at_ms: number; username: string; action: string; resource: string; request_id: string }>;

export function recordAccess(database: DatabaseSync, { atMs, username, action, resource, requestId }: Access): void {
  database
    .prepare('INSERT INTO access_log (at_ms, username, action, resource, request_id) VALUES (?, ?, ?, ?, ?)')
    .run(atMs, username, action, resource, requestId);
}

/** Lists what was done with one resource, newest first. */
export function listAccess(database: DatabaseSync, resource: string): Access[] {
  const rows = database
    .prepare('SELECT * FROM access_log WHERE resource = ? ORDER BY id DESC LIMIT 50')
    .all(resource) as AccessRow[];
  return rows.map(({ at_ms, username, action, resource, request_id }) => ({
    atMs: at_ms,
    username,
    action,
    resource,
    requestId: request_id,
  }));
}
