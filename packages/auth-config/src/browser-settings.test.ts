import { expect, test } from 'vitest';
import { parseBrowserSettings } from './browser-settings.ts';

const least = { PUBLIC_MEDPLUM_BASE_URL: 'http://localhost:8103/', PUBLIC_MEDPLUM_CLIENT_ID: 'a-client' };

const provider = {
  PUBLIC_IDP_NAME: 'Riverside ID',
  PUBLIC_IDP_AUTHORIZE_URL: 'http://localhost:8104/authorize',
  PUBLIC_IDP_CLIENT_ID: 'medplum',
};

test('browser settings, with the least that is needed, offer no ways that need more', () => {
  expect(parseBrowserSettings(least)).toMatchObject({
    projectId: undefined,
    tokenStorage: 'local',
    idleTimeoutMinutes: 0,
    google: undefined,
    identityProvider: undefined,
  });
});

test('[C3] browser settings, with an identity provider, tell where it is and who Medplum is there', () => {
  const { identityProvider } = parseBrowserSettings({ ...least, ...provider });

  expect(identityProvider).toEqual({
    name: 'Riverside ID',
    authorizeUrl: 'http://localhost:8104/authorize',
    clientId: 'medplum',
  });
});

test('[C6] browser settings, with a client of its own there, allow a token exchange', () => {
  const { identityProvider } = parseBrowserSettings({
    ...least,
    ...provider,
    PUBLIC_IDP_ISSUER: 'http://localhost:8104',
    PUBLIC_IDP_BROWSER_CLIENT_ID: 'spa-client',
  });

  expect(identityProvider?.direct).toEqual({ issuer: 'http://localhost:8104', clientId: 'spa-client' });
});

test.each([
  ['PUBLIC_IDP_CLIENT_ID', 'PUBLIC_IDP_NAME', { ...provider, PUBLIC_IDP_CLIENT_ID: '' }],
  ['PUBLIC_IDP_NAME', 'PUBLIC_IDP_AUTHORIZE_URL', { ...provider, PUBLIC_IDP_NAME: '' }],
  ['PUBLIC_IDP_BROWSER_CLIENT_ID', 'PUBLIC_IDP_ISSUER', { ...provider, PUBLIC_IDP_ISSUER: 'https://idp.example' }],
  [
    'PUBLIC_IDP_NAME',
    'PUBLIC_IDP_ISSUER',
    { PUBLIC_IDP_ISSUER: 'https://idp.example', PUBLIC_IDP_BROWSER_CLIENT_ID: 'a' },
  ],
])('browser settings, without %s although %s is set, are refused by name', (absent, present, variables) => {
  expect(() => parseBrowserSettings({ ...least, ...variables })).toThrow(
    `${absent} is missing, although ${present} is set`,
  );
});

test('[C5] browser settings, with a Google client, go to Google itself unless told otherwise', () => {
  const google = { ...least, PUBLIC_GOOGLE_CLIENT_ID: 'a.apps.googleusercontent.com' };

  expect(parseBrowserSettings(google).google?.url).toBe('https://accounts.google.com');
  expect(parseBrowserSettings({ ...google, PUBLIC_GOOGLE_URL: 'http://localhost:8104/google/' }).google?.url).toBe(
    'http://localhost:8104/google',
  );
});

test.each([
  ['PUBLIC_IDP_AUTHORIZE_URL', 'http://idp.example/authorize', 'must use https'],
  ['PUBLIC_TOKEN_STORAGE', 'cookie', 'must be "local" or "memory"'],
  ['PUBLIC_IDLE_TIMEOUT_MINUTES', '-1', 'must be zero or more'],
])('browser settings, with an unsafe or impossible %s, are refused by name', (variable, value, problem) => {
  expect(() => parseBrowserSettings({ ...least, ...provider, [variable]: value })).toThrow(`${variable} ${problem}`);
});
