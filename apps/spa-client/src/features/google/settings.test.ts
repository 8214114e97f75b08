import { expect, test } from 'vitest';
import { read, sources } from './settings.ts';

const client = { PUBLIC_GOOGLE_CLIENT_ID: 'a.apps.googleusercontent.com' };

test('[C5] Google settings, with a client, go to Google itself unless told otherwise', () => {
  expect(read(client)?.url).toBe('https://accounts.google.com');
  expect(read({ ...client, PUBLIC_GOOGLE_URL: 'http://localhost:8104/google/' })?.url).toBe(
    'http://localhost:8104/google',
  );
});

test('[C5] Google settings, without a client, are none', () => {
  expect(read({})).toBeUndefined();
});

test('[C5] Google settings, let in its button and nothing else of Google', () => {
  expect(sources({ clientId: 'a', url: 'https://accounts.google.com' })).toMatchObject({
    'script-src': ['https://accounts.google.com/gsi/client'],
    'frame-src': ['https://accounts.google.com/gsi/'],
  });
});
