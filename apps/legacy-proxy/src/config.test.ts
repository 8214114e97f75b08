import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { expect, test } from 'vitest';
import { readConfig } from './config.ts';

const example = parseEnv(readFileSync(join(import.meta.dirname, '..', '.env.example'), 'utf8'));
const remote = { ...example, MEDPLUM_BASE_URL: 'https://api.medplum.example/' };
const ownSecret = 'a-secret-of-our-own-0123456789abcdef';

test('settings, as .env.example has them, start a demo', () => {
  expect(readConfig(example)).toMatchObject({ port: 3002, seedDemo: true, medplum: { refreshGraceSeconds: 300 } });
});

test('settings, with the example session secret and Medplum elsewhere, are refused by the name alone', () => {
  expect(() => readConfig(remote)).toThrow(/^SESSION_SECRET is the public example/);
  expect(() => readConfig(remote)).not.toThrow(new RegExp(String(example['SESSION_SECRET'])));
});

test('settings, with Medplum elsewhere and an own secret, make no demo accounts unless asked', () => {
  const env = { ...remote, SESSION_SECRET: ownSecret };

  expect(readConfig(env).seedDemo).toBe(false);
  expect(readConfig({ ...env, LEGACY_PROXY_SEED_DEMO: 'true' }).seedDemo).toBe(true);
});

test.each([
  ['SESSION_SECRET', 'short'],
  ['SESSION_SECRET', ''],
  ['LEGACY_PROXY_PORT', 'http'],
  ['LEGACY_PROXY_SEED_DEMO', 'maybe'],
  ['MEDPLUM_CLIENT_SECRET', ''],
])('settings, with %s set to "%s", are refused by its name', (variable, value) => {
  expect(() => readConfig({ ...example, [variable]: value })).toThrow(new RegExp(`^${variable} `));
});
