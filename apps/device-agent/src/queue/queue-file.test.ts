import { chmodSync, closeSync, openSync, readdirSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { transaction } from '#test/lab-transaction.ts';
import { temporaryFolder } from '#test/temporary-folder.ts';
import { createMessageQueue } from './message-queue.ts';
import { joinQueueFile, openQueueFile } from './queue-file.ts';

const options = { maxBytes: 1_048_576, now: () => 0 };
const message = transaction('k1');

test('[L7] [F13] queue file, when it is made, is for its owner only, and so is its log', () => {
  using folder = temporaryFolder();
  const path = join(folder.path, 'data');

  const { database, close } = openQueueFile(path, options);
  createMessageQueue(database, () => 0).add([message]);

  const modes = ['', ...readdirSync(path)].map((name) => (statSync(join(path, name)).mode & 0o777).toString(8));
  expect(modes).toEqual(['700', ...modes.slice(1).map(() => '600')]);
  expect(modes.length).toBeGreaterThan(3);
  close();
});

test('[L7] queue file, when an unreadable one was open to others, is set aside closed to them', () => {
  using folder = temporaryFolder();
  const path = join(folder.path, 'queue.sqlite');
  writeFileSync(path, 'this was a database '.repeat(500));
  chmodSync(path, 0o644);

  const { close, quarantined, narrowed } = openQueueFile(folder.path, options);
  close();

  expect([quarantined ?? '', path].map((file) => statSync(file).mode & 0o777)).toEqual([0o600, 0o600]);
  expect(narrowed).toEqual(['queue.sqlite']);
});

test('[F3] queue file, when a commit returns, has reached the disk: write-ahead log, synchronous FULL', () => {
  using folder = temporaryFolder();
  const { database, close } = openQueueFile(folder.path, options);

  expect(database.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 });
  expect(database.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
  close();
});

test('[F10] queue file, when it cannot be read, is set aside and a new one is begun', () => {
  using folder = temporaryFolder();
  const garbage = 'this was a database '.repeat(500);
  writeFileSync(join(folder.path, 'queue.sqlite'), garbage);

  const { database, close, quarantined } = openQueueFile(folder.path, options);

  expect(quarantined).toBe(join(folder.path, 'queue.sqlite.unreadable-1970-01-01T000000.000Z'));
  expect(statSync(quarantined ?? '').size).toBe(garbage.length);
  expect(createMessageQueue(database, () => 0).add([message])).toEqual(['added']);
  close();
});

test('[F10] queue file, when a page in its middle is damaged, is set aside as well', () => {
  using folder = temporaryFolder();
  const first = openQueueFile(folder.path, options);
  const queue = createMessageQueue(first.database, () => 0);
  Array.from({ length: 50 }, (_, index) => queue.add([transaction(`k${index}`, 'Sam', 'A'.repeat(2000))]));
  first.close();
  const path = join(folder.path, 'queue.sqlite');
  const size = statSync(path).size;
  writeFileSync(path, Buffer.alloc(4096, 0xff), { flag: 'r+' });

  const { close, quarantined } = openQueueFile(folder.path, options);

  expect(statSync(quarantined ?? '').size).toBe(size);
  close();
});

test('queue file, when a command joins it, is not read through: a damaged page keeps it from no look', () => {
  using folder = temporaryFolder();
  const { database, close } = openQueueFile(folder.path, options);
  const queue = createMessageQueue(database, () => 0);
  Array.from({ length: 50 }, (_, index) => queue.add([transaction(`k${index}`, 'Sam', 'A'.repeat(2000))]));
  close();
  const path = join(folder.path, 'queue.sqlite');
  const file = openSync(path, 'r+');
  writeSync(file, Buffer.alloc(4096, 0xff), 0, 4096, statSync(path).size - 4096);
  closeSync(file);

  const joined = joinQueueFile(folder.path, options.maxBytes);

  expect(createMessageQueue(joined, () => 0).counts()).toMatchObject({ queued: 50 });
  joined.close();
  const { close: closeAgain, quarantined } = openQueueFile(folder.path, options);
  expect(quarantined).toContain('unreadable');
  closeAgain();
});

test('queue file, when another agent has it, says so and opens nothing', () => {
  using folder = temporaryFolder();
  const { close } = openQueueFile(folder.path, options);

  expect(() => openQueueFile(folder.path, options)).toThrow(
    expect.objectContaining({ inUse: true, message: expect.stringContaining('another device-agent is using it') }),
  );
  close();
});

test('queue file, when its folder is a file, says which variable to check', () => {
  using folder = temporaryFolder();
  const path = join(folder.path, 'file');
  writeFileSync(path, '');

  expect(() => openQueueFile(path, options)).toThrow(/check DEVICE_AGENT_DATA_DIR$/);
});

test('queue file, when a newer agent wrote it, is left alone', () => {
  using folder = temporaryFolder();
  const { database, close } = openQueueFile(folder.path, options);
  database.exec('PRAGMA user_version = 99');
  close();

  expect(() => openQueueFile(folder.path, options)).toThrow('written by a newer agent');
});

/** A file as the first version of the agent left it. */
function writeFirstSchema(folder: string, state: string): void {
  using database = new DatabaseSync(join(folder, 'queue.sqlite'));
  database.exec(`
    CREATE TABLE message (state TEXT); CREATE TABLE result (test TEXT);
    INSERT INTO message VALUES ('${state}'); PRAGMA user_version = 1`);
}

test('queue file, when the first version left nothing to send, is begun anew', () => {
  using folder = temporaryFolder();
  writeFirstSchema(folder.path, 'sent');

  const { database, close } = openQueueFile(folder.path, options);

  expect(createMessageQueue(database, () => 0).add([message])).toEqual(['added']);
  close();
});

test('queue file, when the first version left messages to send, is left alone and says what to do', () => {
  using folder = temporaryFolder();
  writeFirstSchema(folder.path, 'queued');

  expect(() => openQueueFile(folder.path, options)).toThrow(
    'An earlier agent left 1 messages in the queue: run that version until it is empty',
  );
  expect(() => openQueueFile(folder.path, options)).toThrow(expect.objectContaining({ inUse: false }));
});

test('[F13] queue file, when content is erased, overwrites it, and erases results with their message', () => {
  using folder = temporaryFolder();
  const { database, close } = openQueueFile(folder.path, options);

  expect(database.prepare('PRAGMA secure_delete').get()).toEqual({ secure_delete: 1 });
  expect(database.prepare('PRAGMA foreign_keys').get()).toEqual({ foreign_keys: 1 });
  close();
});

test('queue file, while another process writes, waits two seconds for it', () => {
  using folder = temporaryFolder();
  const { database, close } = openQueueFile(folder.path, options);

  expect(database.prepare('PRAGMA busy_timeout').get()).toEqual({ timeout: 2000 });
  close();
});

test('queue file, when a command cannot join it, says which variable to check', () => {
  using folder = temporaryFolder();
  const path = join(folder.path, 'file');
  writeFileSync(path, '');

  expect(() => joinQueueFile(path, options.maxBytes)).toThrow(/check DEVICE_AGENT_DATA_DIR$/);
});

test('[L7] queue file, when a command joins it first, is closed to others', () => {
  using folder = temporaryFolder();
  const path = join(folder.path, 'data');
  joinQueueFile(path, options.maxBytes).close();

  expect([path, join(path, 'queue.sqlite')].map((file) => statSync(file).mode & 0o777)).toEqual([0o700, 0o600]);
});
