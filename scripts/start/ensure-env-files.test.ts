import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { appNames as apps } from '#house/app-process.ts';
import { ensureEnvFiles } from './ensure-env-files.ts';

let folder = '';
let lines: string[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'apps-'));
  lines = [];
  for (const app of apps) {
    mkdirSync(join(folder, app));
    writeFileSync(join(folder, app, '.env.example'), `NAME=${app}\n`);
  }
});
afterEach(() => rmSync(folder, { recursive: true }));

const ensure = (): void => ensureEnvFiles((line) => lines.push(line), folder);
const modeOf = (path: string): number => statSync(path).mode & 0o777;

test('[L7] npm start, in a fresh clone, makes each .env a copy that only this user can read', () => {
  ensure();

  expect(apps.map((app) => readFileSync(join(folder, app, '.env'), 'utf8'))).toEqual(
    apps.map((app) => `NAME=${app}\n`),
  );
  expect(apps.map((app) => modeOf(join(folder, app, '.env')))).toEqual([0o600, 0o600, 0o600]);
  expect(lines).toEqual(apps.map((app) => `Made apps/${app}/.env from .env.example`));
});

test('[L7] npm start, with a .env that others may read, keeps its text, narrows it and says so once', () => {
  ensure();
  const file = join(folder, 'legacy-proxy', '.env');
  writeFileSync(file, 'MEDPLUM_CLIENT_SECRET=mine\n');
  chmodSync(file, 0o644);
  lines = [];

  ensure();
  ensure();

  expect([modeOf(file), readFileSync(file, 'utf8')]).toEqual([0o600, 'MEDPLUM_CLIENT_SECRET=mine\n']);
  expect(lines).toEqual(['Other users could read apps/legacy-proxy/.env: now only you can']);
});

test('[L7] npm start, with a link in the place of a .env, changes nothing behind it', () => {
  const target = join(folder, 'elsewhere');
  writeFileSync(target, 'mine', { mode: 0o644 });
  symlinkSync(target, join(folder, 'device-agent', '.env'));

  ensure();

  expect([modeOf(target), readFileSync(target, 'utf8')]).toEqual([0o644, 'mine']);
});
