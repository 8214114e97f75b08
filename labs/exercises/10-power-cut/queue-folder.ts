import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMessageQueue, type MessageQueue } from '@auth-patterns/device-agent/src/queue/message-queue.ts';
import { openQueueFile } from '@auth-patterns/device-agent/src/queue/queue-file.ts';

/** The disk of a machine: what is committed there outlives the process that wrote it. */
export type QueueFolder = Readonly<{
  open: () => Readonly<{ queue: MessageQueue; close: () => void }>;
  remove: () => void;
}>;

/** Makes an empty folder for the agent's queue. */
export function openQueueFolder(): QueueFolder {
  const folder = mkdtempSync(join(tmpdir(), 'lab-queue-'));
  return {
    open: () => {
      const { database, close } = openQueueFile(folder, { maxBytes: 1024 * 1024, now: Date.now });
      return { queue: createMessageQueue(database, Date.now), close };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
