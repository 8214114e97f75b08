import { expect, test } from 'vitest';
import { parseClientSettings } from './client-settings.ts';
import { ConfigError } from './config-error.ts';

const canary = 'canary-5f0c1b';
const clientEnv = {
  MEDPLUM_BASE_URL: 'https://api.medplum.example/',
  MEDPLUM_CLIENT_ID: 'abc',
  MEDPLUM_CLIENT_SECRET: canary,
};

function problemsOf(parse: () => unknown): readonly { variable: string; problem: string }[] {
  try {
    parse();
  } catch (error) {
    if (error instanceof ConfigError) {
      return error.problems;
    }
    throw error;
  }
  return [];
}

test('client settings, when complete, come back in plain words', () => {
  expect(parseClientSettings(clientEnv)).toMatchObject({ clientId: 'abc', clientSecret: canary });
});

test('client settings, when a server prefix would be copied to browsers, are refused too', () => {
  expect(() => parseClientSettings({ ...clientEnv, VITE_CLIENT_SECRET: canary })).toThrow(/^VITE_CLIENT_SECRET/);
});

test.each([
  ['http://medplum.example/', 'plain http to a remote host'],
  ['http://10.0.0.8:8103/', 'plain http to a private address'],
  ['http://localhost.evil.example/', 'a remote host that looks local'],
  ['ftp://localhost/', 'another protocol'],
  ['somewhere', 'no URL'],
])('client settings, when the base URL is %s (%s), are refused by the variable name alone', (url) => {
  const problems = problemsOf(() => parseClientSettings({ ...clientEnv, MEDPLUM_BASE_URL: url }));

  expect(problems.map(({ variable }) => variable)).toContain('MEDPLUM_BASE_URL');
  expect(JSON.stringify(problems)).not.toContain(url);
});

test.each(['http://localhost:8103/', 'http://127.0.0.1:8103/', 'http://[::1]:8103/', 'https://medplum.example/'])(
  'client settings, when the base URL is %s, are accepted',
  (url) => {
    expect(parseClientSettings({ ...clientEnv, MEDPLUM_BASE_URL: url }).baseUrl).toBe(url);
  },
);

test('client settings, when variables are missing, name every one of them', () => {
  expect(problemsOf(() => parseClientSettings({})).map(({ variable }) => variable)).toEqual([
    'MEDPLUM_BASE_URL',
    'MEDPLUM_CLIENT_ID',
    'MEDPLUM_CLIENT_SECRET',
  ]);
});

test.each(['MEDPLUM_CLIENTID', 'medplum_client_id', 'MEDPLUM_CLIENT_IDD'])(
  'client settings, when a variable is misspelled as %s, say which one to rename',
  (misspelled) => {
    const { MEDPLUM_CLIENT_ID: clientId, ...rest } = clientEnv;

    expect(() => parseClientSettings({ ...rest, [misspelled]: clientId })).toThrow(
      `MEDPLUM_CLIENT_ID is missing: rename ${misspelled} to it`,
    );
  },
);

test('client settings, when a variable is empty, treat it as missing', () => {
  expect(() => parseClientSettings({ ...clientEnv, MEDPLUM_CLIENT_SECRET: '' })).toThrow(
    'MEDPLUM_CLIENT_SECRET is missing: .env.example shows an example',
  );
});

test('client settings, when the grace is no number, name it and keep the secret out of the message', () => {
  const problems = problemsOf(() =>
    parseClientSettings({ ...clientEnv, MEDPLUM_REFRESH_GRACE_SECONDS: 'soon', MEDPLUM_BASE_URL: canary }),
  );

  expect(problems).toHaveLength(2);
  expect(JSON.stringify(problems)).not.toMatch(/canary|soon/);
});
