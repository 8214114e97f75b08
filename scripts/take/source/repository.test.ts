import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readRepository } from './repository.ts';

const own = ['.env.example', '.gitignore', '.vscode/settings.json', 'package.json', 'src/main.ts'];
const madeHere = ['.data/queue.sqlite', '.env', '.env.local', 'dist/main.js', 'node_modules/zod/index.js', 'key.pem'];
let parent = '';

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'repository-'));
  for (const path of [...own, ...madeHere].map((one) => join(parent, 'copy', one))) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, '{}');
  }
});
afterEach(() => rmSync(parent, { recursive: true }));

test('[X1] downloaded copy, inside another repository, has its files and nothing that was made there', () => {
  execFileSync('git', ['init', '--quiet'], { cwd: parent });

  expect([...readRepository(join(parent, 'copy')).files].sort()).toEqual(own);
});

test('[X1] repository, with files that git does not track, has those alone that it does', () => {
  const root = join(parent, 'copy');
  execFileSync('git', ['init', '--quiet'], { cwd: root });
  execFileSync('git', ['add', 'package.json', 'src'], { cwd: root });

  expect([...readRepository(root).files].sort()).toEqual(['package.json', 'src/main.ts']);
});

test('[X1] repository, when git refuses to read it, is not read without git', () => {
  writeFileSync(join(parent, 'copy/.git'), 'gitdir: nowhere');

  expect(() => readRepository(join(parent, 'copy'))).toThrow(/^git does not say which files .* not a git repository/);
});
