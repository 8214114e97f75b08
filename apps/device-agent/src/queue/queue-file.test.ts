import { chmodSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '#test/temporary-folder.ts';
import { createMessageQueue } from './message-queue.ts';
import { openQueueFile } from './queue-file.ts';

const options = { maxBytes: 1_048_576, now: () => 0 };
const message = { key: 'k1', controlId: 'M1', body: Buffer.from('MSH') };

test('[L7] [F13] queue file, when it is made, is for its owner only, and so is its log', () => {
  using folder = temporaryFolder();
  const path = join(folder.path, 'data');

  const { database } = openQueueFile(path, options);
  createMessageQueue(database, () => 0).add(message);

  const modes = ['', ...readdirSync(path)].map((name) => (statSync(join(path, name)).mode & 0o777).toString(8));
  expect(modes).toEqual(['700', '600', '600']);
  database.close();
});

test('[L7] queue file, when an unreadable one was open to others, is set aside closed to them', () => {
  using folder = temporaryFolder();
  const path = join(folder.path, 'queue.sqlite');
  writeFileSync(path, 'this was a database '.repeat(500));
  chmodSync(path, 0o644);

  const { database, quarantined, narrowed } = openQueueFile(folder.path, options);
  database.close();

  expect([quarantined ?? '', path].map((file) => statSync(file).mode & 0o777)).toEqual([0o600, 0o600]);
  expect(narrowed).toEqual(['queue.sqlite']);
});

test('[F3] queue file, when a commit returns, has reached the disk: write-ahead log, synchronous FULL', () => {
  using folder = temporaryFolder();
  const { database } = openQueueFile(folder.path, options);

  expect(database.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 });
  expect(database.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
  database.close();
});

test('[F10] queue file, when it cannot be read, is set aside and a new one is begun', () => {
  using folder = temporaryFolder();
  const garbage = 'this was a database '.repeat(500);
  writeFileSync(join(folder.path, 'queue.sqlite'), garbage);

  const { database, quarantined } = openQueueFile(folder.path, options);

  expect(statSync(quarantined ?? '').size).toBe(garbage.length);
  expect(createMessageQueue(database, () => 0).add(message)).toBe('added');
  database.close();
});

test('[F10] queue file, when a page in its middle is damaged, is set aside as well', () => {
  using folder = temporaryFolder();
  const first = openQueueFile(folder.path, options).database;
  const queue = createMessageQueue(first, () => 0);
  Array.from({ length: 50 }, (_, index) => queue.add({ ...message, key: `k${index}`, body: Buffer.alloc(2000, 65) }));
  first.close();
  const path = join(folder.path, 'queue.sqlite');
  const size = statSync(path).size;
  writeFileSync(path, Buffer.alloc(4096, 0xff), { flag: 'r+' });

  const { database, quarantined } = openQueueFile(folder.path, options);

  expect(statSync(quarantined ?? '').size).toBe(size);
  database.close();
});

test('queue file, when another agent has it, says so and opens nothing', () => {
  using folder = temporaryFolder();
  const { database } = openQueueFile(folder.path, options);

  expect(() => openQueueFile(folder.path, options)).toThrow(
    expect.objectContaining({ inUse: true, message: expect.stringContaining('another device-agent is using it') }),
  );
  database.close();
});

test('queue file, when its folder is a file, says which variable to check', () => {
  using folder = temporaryFolder();
  const path = join(folder.path, 'file');
  writeFileSync(path, '');

  expect(() => openQueueFile(path, options)).toThrow(/check DEVICE_AGENT_DATA_DIR$/);
});

test('queue file, when a newer agent wrote it, is left alone', () => {
  using folder = temporaryFolder();
  const { database } = openQueueFile(folder.path, options);
  database.exec('PRAGMA user_version = 99');
  database.close();

  expect(() => openQueueFile(folder.path, options)).toThrow('written by a newer agent');
});
