import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { expect, test } from 'vitest';
import { readConfig } from './config.ts';

const example = parseEnv(readFileSync(join(import.meta.dirname, '..', '.env.example'), 'utf8'));
const { LEGACY_PROXY_SEED_DEMO: _asked, ...unasked } = example;
const ownSecret = { SESSION_SECRET: 'a-secret-of-our-own-0123456789abcdef' };
const hospital = 'https://api.medplum.example/';

test('settings, as .env.example has them, start a demo', () => {
  expect(readConfig([], example)).toMatchObject({ port: 3002, seedDemo: true, medplum: { refreshGraceSeconds: 300 } });
});

test('settings, without a public address or a proxy, are for this machine and trust no proxy', () => {
  expect(readConfig([], example)).toMatchObject({ publicOrigin: undefined, trustedProxy: false });
});

test.each([
  ['here', 'http://localhost:8103/'],
  ['elsewhere', hospital],
])('[L10] settings, with Medplum %s and no word of a demo, ask for none', (_where, MEDPLUM_BASE_URL) => {
  expect(readConfig([], { ...unasked, ...ownSecret, MEDPLUM_BASE_URL }).seedDemo).toBe(false);
  expect(readConfig([], { ...unasked, ...ownSecret, MEDPLUM_BASE_URL, LEGACY_PROXY_SEED_DEMO: 'false' })).toMatchObject(
    {
      seedDemo: false,
    },
  );
});

test.each([
  ['Medplum elsewhere', { MEDPLUM_BASE_URL: hospital }],
  ['a public address', { LEGACY_PROXY_PUBLIC_URL: 'https://ehr.example' }],
  ['a Medplum whose name begins like this machine', { MEDPLUM_BASE_URL: 'https://localhost.medplum.example/' }],
])('[L10] settings, of a demo but for %s, are refused by the name of the demo', (_what, edited) => {
  expect(() => readConfig([], { ...example, ...ownSecret, ...edited })).toThrow(
    /^LEGACY_PROXY_SEED_DEMO is true, which/,
  );
});

test.each([hospital, hospital.slice(0, -1)])(
  '[L10] settings, with Medplum elsewhere and a demo asked for by its address %s, start one',
  (LEGACY_PROXY_SEED_DEMO) => {
    expect(readConfig([], { ...example, MEDPLUM_BASE_URL: hospital, LEGACY_PROXY_SEED_DEMO }).seedDemo).toBe(true);
  },
);

test.each(['https://other.medplum.example/', 'yes'])(
  '[L10] settings, with Medplum elsewhere and LEGACY_PROXY_SEED_DEMO=%s, are refused by its name',
  (LEGACY_PROXY_SEED_DEMO) => {
    const env = { ...example, MEDPLUM_BASE_URL: hospital, LEGACY_PROXY_SEED_DEMO };

    expect(() => readConfig([], env)).toThrow(/^LEGACY_PROXY_SEED_DEMO must be true, false or/);
  },
);

test('[L10] settings, with the example session secret and no demo, say which line asks for one', () => {
  const words = /^SESSION_SECRET is the public example.* LEGACY_PROXY_SEED_DEMO=true to \.env/;

  expect(() => readConfig([], unasked)).toThrow(words);
  expect(() => readConfig([], unasked)).not.toThrow(new RegExp(String(example['SESSION_SECRET'])));
  expect(() => readConfig([], { ...unasked, MEDPLUM_BASE_URL: hospital })).toThrow(
    /^SESSION_SECRET is the public example/,
  );
  expect(() => readConfig([], { ...unasked, MEDPLUM_BASE_URL: hospital })).not.toThrow(/SEED_DEMO=true/);
});

test.each([
  ['1', 1],
  ['127.0.0.1', ['127.0.0.1']],
  ['loopback, 10.0.0.0/8,fd00::/8', ['loopback', '10.0.0.0/8', 'fd00::/8']],
])('[L11] settings, with LEGACY_PROXY_TRUSTED_PROXY=%s, trust that', (LEGACY_PROXY_TRUSTED_PROXY, trustedProxy) => {
  expect(readConfig([], { ...example, LEGACY_PROXY_TRUSTED_PROXY }).trustedProxy).toEqual(trustedProxy);
});

test.each([
  ['SESSION_SECRET', 'short'],
  ['SESSION_SECRET', ''],
  ['LEGACY_PROXY_PORT', 'http'],
  ['LEGACY_PROXY_SEED_DEMO', 'maybe'],
  ['MEDPLUM_CLIENT_SECRET', ''],
  ['LEGACY_PROXY_PUBLIC_URL', 'http://ehr.example'],
  ['LEGACY_PROXY_PUBLIC_URL', 'https://ehr.example/app'],
  ['LEGACY_PROXY_PUBLIC_URL', 'javascript:alert(1)'],
  ['LEGACY_PROXY_TRUSTED_PROXY', 'true'],
  ['LEGACY_PROXY_TRUSTED_PROXY', '0'],
  ['LEGACY_PROXY_TRUSTED_PROXY', '0.0.0.0/0'],
  ['LEGACY_PROXY_TRUSTED_PROXY', '10.0.0.0/33'],
  ['LEGACY_PROXY_TRUSTED_PROXY', 'proxy.example'],
])('settings, with %s set to "%s", are refused by its name', (variable, value) => {
  expect(() => readConfig([], { ...example, [variable]: value })).toThrow(new RegExp(`^${variable} `));
});
