import { chmodSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '#test/temporary-folder.ts';
import { makePrivate } from './private-folder.ts';

function modesIn(folder: string): Record<string, string> {
  const names = ['.', ...readdirSync(folder)];
  return Object.fromEntries(names.map((name) => [name, (statSync(join(folder, name)).mode & 0o777).toString(8)]));
}

/** A folder that everyone can open, with files in it that everyone can read. */
function openFolder(path: string, ...names: readonly string[]): void {
  mkdirSync(path);
  names.forEach((name) => writeFileSync(join(path, name), 'MSH'));
  ['', ...names].forEach((name) => chmodSync(join(path, name), name ? 0o644 : 0o755));
}

test('[L7] data folder, when it is made, is for its owner alone, and so is the queue in it', () => {
  using folder = temporaryFolder();
  const path = join(folder.path, 'a', 'data');

  const exposure = makePrivate(path);

  expect(modesIn(path)).toEqual({ '.': '700', 'queue.sqlite': '600' });
  expect(modesIn(join(folder.path, 'a'))).toMatchObject({ '.': '700' });
  expect(exposure).toEqual({ narrowed: [], isShared: false });
});

test('[L7] data folder, when an earlier version left it and its files open, is closed, and says what was', () => {
  using folder = temporaryFolder();
  const path = join(folder.path, 'data');
  const files = ['queue.sqlite', 'queue.sqlite-shm', 'queue.sqlite-wal', 'queue.sqlite.unreadable-1'];
  openFolder(path, ...files);

  const { narrowed } = makePrivate(path);

  expect(modesIn(path)).toEqual({ '.': '700', ...Object.fromEntries(files.map((name) => [name, '600'])) });
  expect([...narrowed].sort()).toEqual(['.', ...files]);
});

test('[L7] data folder, when it holds files of others, keeps its mode and says so; the queue is closed', () => {
  using folder = temporaryFolder();
  const path = join(folder.path, 'data');
  openFolder(path, 'queue.sqlite', 'other.txt');

  const exposure = makePrivate(path);

  expect(modesIn(path)).toEqual({ '.': '755', 'queue.sqlite': '600', 'other.txt': '644' });
  expect(exposure).toEqual({ narrowed: ['queue.sqlite'], isShared: true });
});

test('[L7] data folder, when somebody put a link in the place of the queue, is refused', () => {
  using folder = temporaryFolder();
  const target = join(folder.path, 'target');
  openFolder(join(folder.path, 'data'));
  writeFileSync(target, 'of somebody');
  chmodSync(target, 0o644);
  symlinkSync(target, join(folder.path, 'data', 'queue.sqlite'));

  expect(() => makePrivate(join(folder.path, 'data'))).toThrow('ELOOP');
  expect(statSync(target).mode & 0o777).toBe(0o644);
});
