export const queueSchemaVersion = 2;

/**
 * A message is `queued`, then `sending` while it is leased to the sender, then `sent` or `parked`; a person may drop a
 * parked one. What it holds is erased when it is sent or dropped; its key stays for a while.
 */
export const queueSchema = `
  BEGIN IMMEDIATE;
  CREATE TABLE IF NOT EXISTS message (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    control_id TEXT NOT NULL,
    channel TEXT NOT NULL,
    partition TEXT,
    state TEXT NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sending', 'sent', 'parked', 'dropped')),
    received_at INTEGER NOT NULL,
    finished_at INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0,
    not_before INTEGER NOT NULL DEFAULT 0,
    leased_until INTEGER NOT NULL DEFAULT 0,
    reason TEXT
  ) STRICT;
  -- Apart from the message, so that a change of its state needs no room on a full disk.
  CREATE TABLE IF NOT EXISTS content (
    message_id INTEGER PRIMARY KEY REFERENCES message (id) ON DELETE CASCADE,
    body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS message_state ON message (state, id);
  CREATE TABLE IF NOT EXISTS result (
    message_id INTEGER NOT NULL REFERENCES message (id) ON DELETE CASCADE,
    test TEXT NOT NULL,
    reference TEXT NOT NULL,
    sent_at INTEGER NOT NULL,
    UNIQUE (message_id, reference)
  ) STRICT;
  PRAGMA user_version = ${queueSchemaVersion};
  COMMIT`;
