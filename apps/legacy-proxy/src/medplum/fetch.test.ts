import { expect, test, vi } from 'vitest';
import { createMedplumFetch, type Fetch } from './fetch.ts';

const tokenUrl = 'https://medplum.example/oauth2/token';
const fhirUrl = 'https://medplum.example/fhir/R4/Patient';

function fetchFrom(fetch: Fetch, timeoutMs = 60_000): Fetch {
  const given = { tokenUrl, fetch, timeoutMs, coolDownMs: 5_000, now: () => 0, random: () => 0 };
  return createMedplumFetch({ ...given, onTokenIssued: () => undefined });
}

function answering(status: number, contentType: string | undefined): Fetch {
  const headers = new Headers(contentType === undefined ? {} : { 'content-type': contentType });
  return () => Promise.resolve(new Response(status === 204 ? null : new Uint8Array(0), { status, headers }));
}

/** Never answers, and gives up when it is told to. */
const silent: Fetch = (_url, init) =>
  new Promise((_resolve, reject) => {
    init?.signal?.addEventListener('abort', () => reject(init.signal?.reason as Error));
  });

test.each([
  ['a login page', 'text/html'],
  ['an answer of no known kind', undefined],
])('way to Medplum, when what answers 200 is %s, says that it speaks no FHIR', async (_what, contentType) => {
  const answer = fetchFrom(answering(200, contentType))(fhirUrl);

  await expect(answer).rejects.toMatchObject({
    code: 'failed',
    message: 'What answered at https://medplum.example does not speak FHIR',
  });
});

test.each([
  [200, 'application/fhir+json; charset=utf-8'],
  [204, undefined],
  [502, 'text/html'],
])('way to Medplum, for an answer of %s with type %s, hands it on', async (status, contentType) => {
  const answer = await fetchFrom(answering(status, contentType))(fhirUrl);

  expect(answer.status).toBe(status);
});

test('way to Medplum, without an answer, names the server and keeps the cause', async () => {
  const cause = new TypeError('fetch failed');

  const answer = fetchFrom(() => Promise.reject(cause))(fhirUrl);

  const message = 'No answer from Medplum at https://medplum.example';
  await expect(answer).rejects.toMatchObject({ code: 'unreachable', message, cause });
});

test('way to Medplum, whose caller gives up, stops waiting', async () => {
  const caller = new AbortController();

  const answer = fetchFrom(silent)(fhirUrl, { signal: caller.signal });
  caller.abort();

  await expect(answer).rejects.toMatchObject({ code: 'unreachable' });
});

test('way to Medplum, for a token, sends the form and asks for JSON', async () => {
  const fetch = vi.fn<Fetch>(answering(200, 'application/json'));

  await fetchFrom(fetch)(tokenUrl, { method: 'POST', body: 'grant_type=client_credentials' });

  const [url, init] = fetch.mock.lastCall ?? [];
  expect(url).toBe(tokenUrl);
  expect(init).toMatchObject({ method: 'POST', body: 'grant_type=client_credentials' });
  expect(init?.headers).toEqual({ 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' });
});

test.each([
  ['7', 7_000],
  ['0007 seconds', undefined],
  ['Sun, 06 Nov 2094 08:49:37 GMT', undefined],
  ['', undefined],
])('way to Medplum, told to retry after "%s", waits that long if it is a number of seconds', async (value, ms) => {
  const limited = new Response('{}', { status: 429, headers: { 'retry-after': value } });

  const answer = fetchFrom(() => Promise.resolve(limited))(fhirUrl);

  const message = 'Medplum asks this server to slow down';
  await expect(answer).rejects.toMatchObject({ code: 'busy', message, retryAfterMs: ms });
});
