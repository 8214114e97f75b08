import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { authorizeUrl } from '#walk/authorize-url.ts';
import { startMockIdp, type MockIdp } from './start-mock-idp.ts';

type Headers = Readonly<Record<string, string>>;

const link = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
const paths = ['/', '/authorize', '/token', '/interaction/a', '/google/gsi/client', '/mock/down', '/nothing'];
let idp: MockIdp;

beforeAll(async () => {
  idp = await startMockIdp({ control: true, allowedOrigins: ['https://app.example'] });
});

afterAll(async () => {
  await idp.close();
});

/** `fetch` lets nobody set `Host` and `Sec-Fetch-Site`. */
async function statusOf(path: string, headers: Headers, method = 'GET'): Promise<number | undefined> {
  const sent = request(new URL(path, idp.issuer), { method, headers }).end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  response.resume();
  return response.statusCode;
}

test.each<[string, Headers]>([
  ['to a name of its own', { host: 'rebound.example', 'sec-fetch-site': 'same-origin' }],
  ['to a name that begins like ours', { host: 'localhost.rebound.example' }],
  ['to a name that is none', { host: '[' }],
  ['from its origin', { origin: 'http://stranger.example' }],
  ['from a frame without an origin', { origin: 'null' }],
  ['as an image', { ...link, 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' }],
  ['in a frame', { ...link, 'sec-fetch-dest': 'iframe' }],
  ['fetched beforehand', { ...link, 'sec-purpose': 'prefetch;prerender' }],
])('[L1] request of a foreign page, %s, is refused at every path', async (_how, headers) => {
  const statuses = await Promise.all(paths.map(async (path) => statusOf(path, headers)));

  expect(new Set(statuses)).toEqual(new Set([403]));
});

test.each(paths)('[L1] form of a foreign page, sent to %s, is refused', async (path) => {
  expect(await statusOf(path, { ...link, origin: 'http://stranger.example' }, 'POST')).toBe(403);
  expect(await statusOf(path, link, 'POST')).toBe(403);
});

test.each<[string, Headers]>([
  ['a person whom an app of another site sends to sign in', link],
  ['a page of this machine', { origin: 'http://127.0.0.1:3001', 'sec-fetch-site': 'cross-site' }],
  ['a page of an origin that is allowed', { origin: 'https://app.example', 'sec-fetch-site': 'cross-site' }],
  ['the form of its own sign-in page', { origin: 'null', 'sec-fetch-site': 'same-origin' }],
  ['a client that is no browser', {}],
])('[L1] request of %s is answered', async (_who, headers) => {
  expect(await statusOf(String(authorizeUrl(idp.issuer)), headers)).toBe(303);
});
