import type { DatabaseSync } from 'node:sqlite';

/** Does something in one transaction: all of it is on the disk when this returns, or none. A transaction in one is part of it. */
export function inTransaction<Value>(database: DatabaseSync, work: () => Value): Value {
  if (database.isTransaction) {
    return work();
  }
  database.exec('BEGIN IMMEDIATE');
  try {
    const value = work();
    database.exec('COMMIT');
    return value;
  } catch (error) {
    // A full disk makes SQLite roll back on its own.
    if (database.isTransaction) {
      database.exec('ROLLBACK');
    }
    throw error;
  }
}
