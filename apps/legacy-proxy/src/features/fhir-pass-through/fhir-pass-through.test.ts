import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import express, { type RequestHandler } from 'express';
import { expect, onTestFinished, test } from 'vitest';
import { serve } from '#src/serve.ts';
import { outcome, patientIds } from '#test/recorded-medplum.ts';
import { passwordOf, startTestApp, type TestApp } from '#test/start-test-app.ts';
import { fhirPassThrough } from './feature.ts';
import { createPassOn } from './pass-on.ts';

const features = [fhirPassThrough];
const own = { 'x-requested-with': 'legacy-proxy' };
const { sam } = patientIds;
const search = `/fhir/R4/Observation?subject=Patient/${sam}&_count=5`;

type Send = (path: string, init?: RequestInit) => Promise<Response>;

/** Sends as a script in the page of the signed-in nurse does. */
async function scriptOf({ nurse, url }: TestApp): Promise<Send> {
  const { cookies } = await nurse();
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const origin = { origin: new URL(url).origin, 'sec-fetch-site': 'same-origin' };
  return async (path, init) =>
    fetch(new URL(path, url), { ...init, headers: { cookie, ...origin, ...own, ...(init?.headers as object) } });
}

/** An OperationOutcome that says what is wrong, and what to do. */
const refusal = {
  resourceType: 'OperationOutcome',
  issue: [{ details: { text: expect.stringMatching(/^[A-Z][^.]+\. [A-Z][^.]+\.$/) } }],
};

const isFhir = ({ path }: { path: string }): boolean => path.startsWith('/fhir/R4/');

test('[S4] script of the legacy application, with the session, reads from Medplum and no token comes along', async () => {
  const app = await startTestApp({ features });
  const send = await scriptOf(app);

  const answer = await send(search);

  expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
  expect(answer.headers.get('content-type')).toContain('json');
  const body = await answer.text();
  expect(body).toContain('Heart rate');
  expect(body).not.toMatch(/eyJ[\w-]+\./);
  const lines = app.database.prepare("SELECT username, resource FROM access_log WHERE action = 'GET by script'").all();
  expect(lines).toEqual([{ username: 'nurse.kim', resource: `Observation of Patient/${sam}` }]);
});

test('[S4] script, that writes a document, has the body streamed to Medplum', async () => {
  const app = await startTestApp({ features });
  const send = await scriptOf(app);
  const document = {
    resourceType: 'DocumentReference',
    status: 'current',
    subject: { reference: `Patient/${sam}` },
    content: [{ attachment: { title: 'by script' } }],
  };

  const answer = await send('/fhir/R4/DocumentReference', {
    method: 'POST',
    headers: { 'content-type': 'application/fhir+json' },
    body: JSON.stringify(document),
  });

  expect(answer.status).toBe(201);
  expect(app.medplum.notes()).toMatchObject([{ content: [{ attachment: { title: 'by script' } }] }]);
});

test.each([
  ['without the header', { 'x-requested-with': '' }],
  ['with the header of another kind', { 'x-requested-with': 'XMLHttpRequest' }],
])('[P1] request for FHIR, %s, answers 403 and asks Medplum nothing', async (_how, headers) => {
  const app = await startTestApp({ features });
  const send = await scriptOf(app);

  const answers = [
    await send(search, { headers }),
    await send('/fhir/R4/DocumentReference', { method: 'POST', headers }),
  ];

  expect(answers.map(({ status }) => status)).toEqual([403, 403]);
  expect(app.medplum.seen).toEqual([]);
});

test('[P2] request for FHIR, of another site with the header, answers 403 and asks Medplum nothing', async () => {
  const app = await startTestApp({ features });
  const send = await scriptOf(app);

  const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
  const answer = await send('/fhir/R4/DocumentReference', { method: 'POST', headers: foreign, body: '{}' });

  expect(answer.status).toBe(403);
  expect(app.medplum.seen).toEqual([]);
});

test('[P3] request for FHIR, without a session or by the reception, answers 401 and 403', async () => {
  const app = await startTestApp({ features });
  const reception = app.newBrowser();
  await reception.signIn('reception', passwordOf('reception'));

  const answers = [
    await app.newBrowser().get(search, { ...own, accept: '*/*' }),
    await reception.get(search, { ...own, accept: '*/*' }),
  ];

  expect(answers.map(({ status }) => status)).toEqual([401, 403]);
  expect(await answers[0]?.json()).toMatchObject({ resourceType: 'OperationOutcome', issue: [{ code: 'login' }] });
  expect(app.medplum.seen).toEqual([]);
});

test.each([
  ['/fhir/R4/AuditEvent', 404],
  ['/fhir/R4/Patient', 404],
  [`/fhir/R4/Patient/${sam}/$everything`, 404],
  [`/fhir/R4/Patient/${sam}/_history`, 404],
  [`/fhir/R4/Patient/${sam}%2F_history`, 404],
  ['/fhir/R4/Patient/%2e%2e/AuditEvent', 404],
  ['/fhir/R4//evil.example/Patient', 404],
  ['/fhir/R4/https://evil.example/Patient', 404],
  ['/fhir/R4/Patient\\..\\AuditEvent', 404],
  [`/fhir/R4/Patient/${sam}%0d%0aX-Injected:1`, 404],
  ['/fhir/R4/ＡuditEvent', 404],
  ['/fhir/R4/Observation', 400],
  ['/fhir/R4/Observation?subject=Patient', 400],
  [`${search}&subject=Patient/other`, 400],
  [`/fhir/R4/Observation?subject=Patient/${sam},Patient`, 400],
  [`/fhir/R4/Observation?subject=Patient/${sam},Group/${sam}`, 400],
  [`${search}&_include=Observation:subject`, 400],
  [`${search}&_revinclude=Provenance:target`, 400],
  [`${search}&subject:Patient.name=x`, 400],
])('[P5] address %s, that is on no list, answers %s and asks Medplum nothing', async (path, status) => {
  const app = await startTestApp({ features });
  const send = await scriptOf(app);

  const answer = await send(path);

  expect(answer.status).toBe(status);
  expect(await answer.json()).toMatchObject(refusal);
  expect(app.medplum.seen).toEqual([]);
});

test.each(['PUT', 'PATCH', 'DELETE'])('[P5] method %s, that is on no list, answers 405', async (method) => {
  const app = await startTestApp({ features });
  const send = await scriptOf(app);

  expect((await send(`/fhir/R4/Patient/${sam}`, { method })).status).toBe(405);
  const post = await send(`/fhir/R4/Patient/${sam}`, { method: 'POST', body: '{}' });
  expect(post.status).toBe(405);
  expect(await post.json()).toMatchObject(refusal);
  expect(app.medplum.seen).toEqual([]);
});

test('[P5] request line with dots or a whole URL, written by hand, reaches no other address', async () => {
  const app = await startTestApp({ features });
  const cookie = [...(await app.nurse()).cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const { port, host } = new URL(app.url);
  const targets = [
    '/fhir/R4/Patient/../../../oauth2/token',
    '/fhir/R4/./AuditEvent',
    'http://evil.example/fhir/R4/AuditEvent',
  ];

  for (const target of targets) {
    const socket = connect(Number(port), '127.0.0.1');
    socket.end(
      `GET ${target} HTTP/1.1\r\nHost: ${host}\r\nCookie: ${cookie}\r\nX-Requested-With: legacy-proxy\r\nConnection: close\r\n\r\n`,
    );
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 404 /);
  }
  expect(app.medplum.seen).toEqual([]);
});

test('[P4] headers, of the script and of Medplum, do not get past this server', async () => {
  const app = await startTestApp({ features });
  const send = await scriptOf(app);

  const answer = await send(search, {
    headers: {
      authorization: 'Bearer stolen',
      'x-medplum-on-behalf-of': 'Practitioner/other',
      'x-medplum': 'extended',
      'x-forwarded-for': '203.0.113.9',
      traceparent: '00-11111111111111111111111111111111-1111111111111111-01',
    },
  });

  const asked = app.medplum.seen.find(isFhir);
  expect(JSON.stringify(asked?.headers)).not.toMatch(
    /stolen|on-behalf-of|extended|203\.0\.113|11111111|legacy-session/,
  );
  expect(asked?.headers['cookie']).toBeUndefined();
  expect(answer.headers.getSetCookie()).toEqual([]);
  expect(asked?.headers['traceparent']).toContain((answer.headers.get('x-request-id') ?? 'none').replaceAll('-', ''));
});

test.each([
  ['is refused', () => outcome(403, 'forbidden'), 403],
  ['finds nothing', () => outcome(404, 'not-found'), 404],
  ['fails', () => outcome(500, 'secret words'), 502],
  ['is told to slow down', () => ({ ...outcome(429, 'x'), headers: { RateLimit: '"r";r=0;t=7' } }), 503],
  ['gets a login page', () => ({ status: 200, body: {}, headers: { 'content-type': 'text/html' } }), 502],
])('request for FHIR, that %s, answers in FHIR', async (_how, answer, status) => {
  const app = await startTestApp({ features });
  const send = await scriptOf(app);
  app.medplum.faults.push((request) => (isFhir(request) ? answer() : undefined));

  const got = await send(search);

  expect(got.status).toBe(status);
  expect(status !== 503 || got.headers.get('retry-after')).toBe(status !== 503 || '7');
  const body = await got.text();
  expect(JSON.parse(body)).toMatchObject({ resourceType: 'OperationOutcome' });
  expect(body).not.toContain('secret words');
});

test('[P8] request for FHIR, whose token is refused, is sent once more, and a write is not', async () => {
  const app = await startTestApp({ features });
  const send = await scriptOf(app);
  await send(search);
  app.medplum.revokeTokens();

  const read = await send(search);
  app.medplum.revokeTokens();
  const write = await send('/fhir/R4/DocumentReference', { method: 'POST', body: '{}' });

  expect([read.status, write.status]).toEqual([200, 502]);
  expect(app.medplum.seen.filter(({ method, path }) => method === 'POST' && isFhir({ path }))).toHaveLength(1);
});

test.each([
  ['says its length', (body: string) => body],
  ['does not', (body: string) => new Blob([body]).stream()],
])('[P9] body that is too large and %s, answers 413', async (_how, bodyOf) => {
  const app = await startTestApp({ features });
  const send = await scriptOf(app);

  const init = { method: 'POST', body: bodyOf('x'.repeat(300 * 1024)), duplex: 'half' } as RequestInit;
  const answer = await send('/fhir/R4/DocumentReference', init);

  expect(answer.status).toBe(413);
  expect(await answer.json()).toMatchObject(refusal);
  expect(app.medplum.notes()).toEqual([]);
});

test('[P11] request for FHIR, with two lengths of one body, answers 400', async () => {
  const app = await startTestApp({ features });
  const { port, host } = new URL(app.url);
  const socket = connect(Number(port), '127.0.0.1');
  await once(socket, 'connect');

  socket.end(
    `POST /fhir/R4/DocumentReference HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
  );

  expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 /);
  expect(app.medplum.seen).toEqual([]);
});

test('[S4] page with a script, may run its own script alone, and others of the application none', async () => {
  const { nurse, newBrowser } = await startTestApp({ features });
  const browser = await nurse();

  const [page, other, script] = [
    await browser.get('/patients/1/vitals'),
    await browser.get('/patients/1'),
    await newBrowser().get('/fhir-pass-through/vitals.js'),
  ];

  expect(page.headers.get('content-security-policy')).toMatch(/script-src 'self'; connect-src 'self'/);
  expect(await page.text()).toMatch(new RegExp(`src="/fhir-pass-through/vitals.js"[^]*data-subject="Patient/${sam}"`));
  expect((await browser.get('/patients/5/vitals')).status).toBe(404);
  expect(other.headers.get('content-security-policy')).not.toContain('script-src');
  expect(await other.text()).toContain('href="/patients/1/vitals"');
  expect(script.headers.get('content-type')).toContain('javascript');
  expect(script.headers.get('cache-control')).toBe('no-store');
});

test('[S4] page with a script, for a patient whose records were merged, asks for what is under both', async () => {
  const app = await startTestApp({ features });
  const { store } = app.medplum.tenant;
  const merged = '00000002-0000-4000-8000-000000000901';
  const record = [...store.list('Patient')].find((one) => one.id === sam);
  const link = [{ type: 'replaced-by', other: { reference: `Patient/${sam}` } }] as const;
  store.put({ ...record, resourceType: 'Patient', id: merged, link: [...link] });
  const observation = [...store.list('Observation')].find(({ subject }) => subject?.reference === `Patient/${sam}`);
  const id = '00000003-0000-4000-8000-000000000901';
  store.put({ ...observation, resourceType: 'Observation', id, subject: { reference: `Patient/${merged}` } } as never);
  const browser = await app.nurse();

  const page = await (await browser.get('/patients/1/vitals')).text();
  const subject = /data-subject="([^"]+)"/.exec(page)?.[1] ?? '';
  const answer = await browser.get(`/fhir/R4/Observation?subject=${encodeURIComponent(subject)}&_count=20`, own);

  expect(subject).toBe(`Patient/${sam},Patient/${merged}`);
  const { entry } = (await answer.json()) as { entry: { resource: { id: string; subject: { reference: string } } }[] };
  const subjects = new Set(entry.map(({ resource }) => resource.subject.reference));
  expect(subjects).toEqual(new Set([`Patient/${sam}`, `Patient/${merged}`]));
});

test('request for FHIR, under way when the server closes, is answered whole before it has closed', async () => {
  const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>();
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const upstream = await serve(
    (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/fhir+json' }).write('{"begun":');
      arrive();
      void released.then(() => response.end('"finished"}'));
    },
    { port: 0 },
  );
  onTestFinished(async () => upstream.close(0));
  const passOn = createPassOn({ baseUrl: `${upstream.url}/`, accessToken: async () => 'token' });
  const target = { path: 'Observation', traceparent: '' };
  const handlers: RequestHandler[] = [async (request, response) => passOn.send(request, response, target)];
  const server = await serve(express().use(...handlers), { port: 0 });
  const answer = fetch(server.url);
  await arrived;

  const closed = server.close(60_000).then(async () => passOn.close());
  release();

  expect(await (await answer).json()).toEqual({ begun: 'finished' });
  await closed;
  await expect(fetch(server.url)).rejects.toThrow('fetch failed');
});
