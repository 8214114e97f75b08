import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from './open-database.ts';

function parentFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'legacy-proxy-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

function modes(folder: string): Record<string, string> {
  const mode = (path: string): string => (lstatSync(path).mode & 0o777).toString(8);
  const files = readdirSync(folder).map((name) => [name, mode(join(folder, name))]);
  return Object.fromEntries([['.', mode(folder)], ...files]);
}

const narrow = { '.': '700', 'legacy.sqlite': '600', 'legacy.sqlite-shm': '600', 'legacy.sqlite-wal': '600' };

test('[L7] data folder, made at the first start, is for this user alone, as are all files in it', () => {
  const folder = join(parentFolder(), 'new', 'data');

  const database = openDatabase(folder);
  onTestFinished(() => database.close());

  expect(modes(folder)).toEqual(narrow);
});

test('[L7] data folder, open to all from before, is narrowed at the next start, as are all files in it', () => {
  const folder = join(parentFolder(), 'data');
  openDatabase(folder).close();
  chmodSync(folder, 0o755);
  for (const name of ['legacy.sqlite', 'legacy.sqlite-wal', 'legacy.sqlite-shm']) {
    writeFileSync(join(folder, name), '', { flag: 'a' });
    chmodSync(join(folder, name), 0o666);
  }

  const database = openDatabase(folder);
  onTestFinished(() => database.close());

  expect(modes(folder)).toEqual(narrow);
});

test('[L7] data folder, shared as /tmp is, is refused and left as it was', () => {
  const folder = parentFolder();
  chmodSync(folder, 0o1777);

  expect(() => openDatabase(folder)).toThrow(/^LEGACY_PROXY_DATA_DIR is a folder that users share/);
  expect(statSync(folder).mode & 0o7777).toBe(0o1777);
  expect(readdirSync(folder)).toEqual([]);
});

test('[L7] database, that is a link which somebody planted, is not followed', () => {
  const parent = parentFolder();
  const folder = join(parent, 'data');
  mkdirSync(folder);
  writeFileSync(join(parent, 'other'), '', { mode: 0o644 });
  symlinkSync(join(parent, 'other'), join(folder, 'legacy.sqlite'));

  expect(() => openDatabase(folder)).toThrow('ELOOP');
  expect(statSync(join(parent, 'other'))).toMatchObject({ mode: 0o100644, size: 0 });
});
