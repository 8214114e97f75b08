import { expect, test } from 'vitest';
import { parseBrowserSettings } from './browser-settings.ts';

const least = { PUBLIC_MEDPLUM_BASE_URL: 'http://localhost:8103/', PUBLIC_MEDPLUM_CLIENT_ID: 'a-client' };

test('browser settings, with the least that is needed, ask for a refresh token and keep it in the browser', () => {
  expect(parseBrowserSettings(least)).toMatchObject({
    scope: expect.stringContaining('offline_access'),
    tokenStorage: 'local',
  });
});

test('browser settings, with an impossible PUBLIC_TOKEN_STORAGE, are refused by name', () => {
  expect(() => parseBrowserSettings({ ...least, PUBLIC_TOKEN_STORAGE: 'cookie' })).toThrow(
    'PUBLIC_TOKEN_STORAGE must be "local" or "memory"',
  );
});

test('browser settings, with the two needed variables alone, get the defaults and the trailing slash', () => {
  expect(parseBrowserSettings({ ...least, PUBLIC_MEDPLUM_BASE_URL: 'http://localhost:8103' })).toEqual({
    baseUrl: 'http://localhost:8103/',
    clientId: 'a-client',
    scope: 'openid profile email offline_access',
    refreshGraceSeconds: 300,
    tokenStorage: 'local',
  });
});

test('browser settings, with a secret under a browser prefix, are refused by its name', () => {
  const secret = 'canary-5f0c1b';
  const env = { ...least, PUBLIC_MEDPLUM_CLIENT_SECRET: secret };

  expect(() => parseBrowserSettings(env)).toThrow(/^PUBLIC_MEDPLUM_CLIENT_SECRET would put a secret/);
  expect(() => parseBrowserSettings(env)).not.toThrow(new RegExp(secret));
});

test('browser settings, with a refresh grace that outlasts the token, are refused by its name', () => {
  const env = {
    ...least,
    PUBLIC_MEDPLUM_REFRESH_GRACE_SECONDS: '300',
    PUBLIC_MEDPLUM_ACCESS_TOKEN_LIFETIME_SECONDS: '120',
  };

  expect(() => parseBrowserSettings(env)).toThrow(
    expect.objectContaining({
      problems: [expect.objectContaining({ variable: 'PUBLIC_MEDPLUM_REFRESH_GRACE_SECONDS' })],
    }),
  );
});
