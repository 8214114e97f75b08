import { expect, test } from 'vitest';
import type { Finding } from '#doctor/finding.ts';
import { answering, type Replies } from '#doctor/test-fetch.ts';
import { clock } from './clock.ts';
import { cors } from './cors.ts';
import { mail } from './mail.ts';
import { reachServer } from './reach-server.ts';
import { webApp } from './web-app.ts';

const baseUrl = 'https://medplum.example/';
const origin = 'https://app.example';
const discovery = {
  issuer: baseUrl,
  token_endpoint: `${baseUrl}oauth2/token`,
  jwks_uri: `${baseUrl}.well-known/jwks.json`,
  code_challenge_methods_supported: ['S256', 'plain'],
};
const sound = {
  '/.well-known/openid-configuration': { body: discovery },
  '/.well-known/jwks.json': { body: { keys: [{ kid: 'k-1' }] } },
  '/healthcheck': { body: { version: '5.1.29' }, headers: { date: 'Sat, 28 Nov 2026 04:00:00 GMT' } },
};
const server = { baseUrl, isMock: false, dateMs: Date.parse('2026-11-28T04:00:00Z') };

async function reach(changes: Replies = {}, mockUrl = 'http://localhost:8103/') {
  const outside = { fetch: answering(sound, changes) };
  return reachServer(baseUrl, { variable: 'MEDPLUM_BASE_URL', mockUrl, outside });
}

const told = (findings: readonly Finding[]): string =>
  findings.map(({ verdict, text, fix }) => `${verdict} ${text} ${fix}`).join('\n');

test('[X3] doctor, of a sound server, tells its version and reads its clock', async () => {
  const { findings, server: found } = await reach();

  expect(told(findings)).toContain(`ok Medplum 5.1.29 answers at ${baseUrl}`);
  expect(found).toEqual(server);
});

const discoveryWith = (changes: object) => ({
  '/.well-known/openid-configuration': { body: { ...discovery, ...changes } },
});

test.each<[string, Replies, RegExp]>([
  [
    'nobody answers',
    { '/.well-known/openid-configuration': undefined },
    /fault Nobody answers.*correct MEDPLUM_BASE_URL/,
  ],
  ['the web app answers', { '/.well-known/openid-configuration': { body: '<html>' } }, /not of the web app/],
  [
    'the server has another name',
    discoveryWith({ issuer: 'https://api.other.example/' }),
    /MEDPLUM_BASE_URL=https:\/\/api\.other/,
  ],
  ['PKCE is not offered', discoveryWith({ code_challenge_methods_supported: ['plain'] }), /does not offer PKCE/],
  ['there are no keys', { '/.well-known/jwks.json': { body: { keys: [] } } }, /gives no keys/],
  ['the keys are nowhere', discoveryWith({ jwks_uri: undefined }), /gives no keys/],
])('[X3] doctor, where %s, says so and what to do', async (_case, changes, expected) => {
  expect(told((await reach(changes)).findings)).toMatch(expected);
});

test('[X3] doctor, before npm start, calls the mock not running and no fault', async () => {
  const { findings, server: found } = await reach({ '/.well-known/openid-configuration': undefined }, baseUrl);

  expect(findings).toMatchObject([{ verdict: 'not-checked', fix: expect.stringContaining('npm start') as string }]);
  expect(found).toBeUndefined();
});

test.each([
  [-61, /61 s behind/],
  [61, /61 s ahead/],
])('[X3] doctor, with a clock that is %i s off, says in which direction', (seconds, expected) => {
  const finding = clock(server, server.dateMs + seconds * 1000);

  expect(finding.verdict).toBe('fault');
  expect(finding.text).toMatch(expected);
});

test('[X3] doctor, with a clock that is a minute off, is content', () => {
  expect(clock(server, server.dateMs + 60_000).verdict).toBe('ok');
});

const allowed = {
  'access-control-allow-origin': origin,
  'access-control-allow-credentials': 'true',
  'access-control-allow-headers': 'authorization, X-Medplum, Content-Type',
};

test('[X3] doctor, of a server that allows this origin alone, has nothing to say about CORS', async () => {
  const fetch = answering({ '/fhir/R4/Patient': { headers: allowed }, '/oauth2/token': { headers: allowed } });

  expect(told(await cors(baseUrl, origin, { fetch }))).toBe(`ok Pages of ${origin} may call the server undefined`);
});

test('[X3] doctor, of a server that allows every origin, notes it', async () => {
  const echo: typeof fetch = async (_url, init) =>
    new Response('', {
      headers: { ...allowed, 'access-control-allow-origin': new Headers(init?.headers).get('origin') ?? '' },
    });

  expect(told(await cors(baseUrl, origin, { fetch: echo }))).toMatch(/note Pages of every origin may call it/);
});

test.each([
  ['another origin', { 'access-control-allow-origin': 'https://other.example' }, 'does not allow that origin'],
  ['a star', { 'access-control-allow-origin': '*' }, 'does not allow that origin'],
  ['no credentials', { 'access-control-allow-credentials': '' }, 'allows it no credentials'],
  ["no header of the SDK's", { 'access-control-allow-headers': 'authorization, content-type' }, 'no header x-medplum'],
])('[X3] doctor, of a server that allows %s, says which requests fail', async (_case, headers, expected) => {
  const refused = { headers: { ...allowed, ...headers } };
  const fetch = answering({ '/fhir/R4/Patient': refused, '/oauth2/token': { headers: allowed } });

  const findings = await cors(baseUrl, origin, { fetch });

  expect(findings).toHaveLength(1);
  expect(told(findings)).toMatch(/fault A browser refuses GET \/fhir\/R4\/Patient to pages of https:\/\/app\.example/);
  expect(told(findings)).toContain(expected);
  expect(told(findings)).toContain('allowedOrigins');
});

test.each<[string, string, Replies, RegExp]>([
  ['nobody answers', 'https://app.medplum.example/oauth', { '/oauth': undefined }, /fault.*nobody answers there/],
  ['there is no page', 'https://app.medplum.example/oauth', {}, /fault.*no page \(HTTP 404\)/],
  ['JSON answers', 'https://app.medplum.example/oauth', { '/oauth': { body: {} } }, /fault.*no page/],
  [
    'the page is not encrypted',
    'http://app.medplum.example/oauth',
    { '/oauth': { body: '<p>' } },
    /fault.*unencrypted/,
  ],
  ['the page answers', 'https://app.medplum.example/oauth', { '/oauth': { body: '<p>' } }, /^ok People sign in at/],
])('[X3] doctor, where appBaseUrl leads and %s, says so', async (_case, url, replies, expected) => {
  expect(told([await webApp(new URL(url), { fetch: answering(replies) })])).toMatch(expected);
});

test('[X3] doctor, of a server without a mail provider, says which settings it lacks', async () => {
  const text = 'Error sending email: Could not load credentials from any providers';
  const fetch = answering({ '/auth/resetpassword': { status: 400, body: { issue: [{ details: { text } }] } } });

  const findings = [await mail(server, 'olive@clinic.example', { fetch })];

  expect(told(findings)).toMatch(/^fault The server cannot send a mail: Error sending email.*mail provider/);
});

test('[X3] doctor, that is not told to whom, sends no mail and says what it needs', async () => {
  const fetch: typeof globalThis.fetch = async () => expect.unreachable();

  expect(told([await mail(server, undefined, { fetch })])).toMatch(/^not-checked.*--mail-to ADDRESS/);
});
