import { expect, test, vi } from 'vitest';
import { createMedplumFetch } from './fetch.ts';

const tokenUrl = 'http://medplum.test/oauth2/token';
const fhirUrl = 'http://medplum.test/fhir/R4/Observation';

function guard(response: () => Response) {
  return createMedplumFetch({ fetch: async () => response(), tokenUrl, timeoutMs: 1000 });
}

test.each([408, 502, 503, 504])('Medplum fetch, on HTTP %i, reports an outage', async (status) => {
  const fetch = guard(() => new Response('<html>', { status }));

  await expect(fetch(fhirUrl)).rejects.toMatchObject({
    code: 'unreachable',
    message: `Medplum answered HTTP ${status}`,
  });
});

test('Medplum fetch, on HTTP 429 with a spent RateLimit, passes on how long to wait', async () => {
  const headers = { ratelimit: '"requests";r=59993;t=60, "fhirInteractions";r=0;t=42' };
  const fetch = guard(() => new Response('{}', { status: 429, headers }));

  await expect(fetch(fhirUrl)).rejects.toMatchObject({ code: 'busy', retryAfterMs: 42_000 });
});

test('Medplum fetch, on HTTP 500, blames this request and not the server as a whole', async () => {
  await expect(guard(() => new Response('{}', { status: 500 }))(fhirUrl)).rejects.toMatchObject({
    code: 'failed',
    message: 'Medplum answered HTTP 500',
  });
});

test.each([200, 404])('Medplum fetch, given a web page with HTTP %i, does not take it for Medplum', async (status) => {
  const fetch = guard(() => new Response('<html>Please sign in to the hospital Wi-Fi', { status }));

  await expect(fetch(fhirUrl)).rejects.toMatchObject({
    code: 'unreachable',
    message: expect.stringContaining('does not come from Medplum'),
  });
});

test('Medplum fetch, when the token endpoint refuses, says why', async () => {
  const body = { error: 'invalid_request', error_description: 'Invalid secret' };
  const fetch = guard(() => Response.json(body, { status: 400 }));

  await expect(fetch(tokenUrl)).rejects.toMatchObject({ code: 'sign_in_refused', message: 'Invalid secret' });
});

test('Medplum fetch, when the token endpoint has a bad moment, reports an outage and no refusal', async () => {
  await expect(guard(() => new Response('{}', { status: 503 }))(tokenUrl)).rejects.toMatchObject({
    code: 'unreachable',
  });
});

test('Medplum fetch, when a FHIR request is refused, hands on the answer as it is', async () => {
  const fetch = guard(() => Response.json({ resourceType: 'OperationOutcome' }, { status: 403 }));

  const response = await fetch(fhirUrl);

  expect([response.status, await response.json()]).toEqual([403, { resourceType: 'OperationOutcome' }]);
});

test('Medplum fetch, when nobody answers in time, reports an outage', async () => {
  const never: typeof fetch = (_, init) =>
    new Promise((_resolve, reject) => {
      init?.signal?.addEventListener('abort', () => reject(init.signal?.reason as Error));
    });
  const guarded = createMedplumFetch({ fetch: never, tokenUrl, timeoutMs: 5 });

  await expect(guarded(fhirUrl)).rejects.toMatchObject({
    code: 'unreachable',
    message: expect.stringContaining('No answer from Medplum'),
    cause: { name: 'TimeoutError' },
  });
});

test.each([204, 304])('Medplum fetch, given HTTP %i without a body, hands it on', async (status) => {
  const response = await guard(() => new Response(null, { status }))(fhirUrl);

  expect([response.status, response.body]).toEqual([status, null]);
});

test('Medplum fetch, given a token, has it looked at, and no other answer', async () => {
  const checkToken = vi.fn<() => void>();
  const fetch = createMedplumFetch({ fetch: async () => Response.json({}), tokenUrl, timeoutMs: 1000, checkToken });

  await fetch(fhirUrl);
  expect(checkToken).not.toHaveBeenCalled();
  await fetch(new Request(tokenUrl));
  expect(checkToken).toHaveBeenCalledOnce();
});

test.each([
  ['{"error":"invalid_client"}', 'invalid_client'],
  ['{}', 'no reason given'],
  ['', 'no reason given'],
])('Medplum fetch, when the token endpoint refuses with %s, says %s', async (body, reason) => {
  await expect(guard(() => new Response(body, { status: 400 }))(tokenUrl)).rejects.toMatchObject({ message: reason });
});
