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
