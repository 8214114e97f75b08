import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readEnvFile, writeEnvFile } from './write-env-file.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'env-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('[L7] .env, written over one that others could read, is readable by this user alone', () => {
  const path = join(folder, '.env');
  writeFileSync(path, 'A=1\n');
  chmodSync(path, 0o644);

  writeEnvFile(path, 'A=2\n');

  expect([readFileSync(path, 'utf8'), statSync(path).mode & 0o777]).toEqual(['A=2\n', 0o600]);
  expect(readdirSync(folder)).toEqual(['.env']);
});

test('[L7] .env, where a link stands, is refused, and what the link leads to stays', () => {
  writeFileSync(join(folder, 'elsewhere'), 'A=1\n');
  symlinkSync('elsewhere', join(folder, '.env'));

  expect(() => writeEnvFile(join(folder, '.env'), 'A=2\n')).toThrow(/is a link/);
  expect(readEnvFile(join(folder, 'elsewhere'))).toBe('A=1\n');
  expect(readEnvFile(join(folder, 'missing'))).toBeUndefined();
});
