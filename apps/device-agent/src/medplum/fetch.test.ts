import { expect, test } from 'vitest';
import { createMedplumFetch } from './fetch.ts';

const tokenUrl = 'http://medplum.test/oauth2/token';
const fhirUrl = 'http://medplum.test/fhir/R4/Observation';

function guard(response: () => Response) {
  return createMedplumFetch({ fetch: async () => response(), tokenUrl, timeoutMs: 1000 });
}

test.each([408, 502, 503, 504])('Medplum fetch, on HTTP %i, reports an outage', async (status) => {
  const fetch = guard(() => new Response('<html>', { status }));

  await expect(fetch(fhirUrl)).rejects.toMatchObject({ code: 'unreachable' });
});

test('Medplum fetch, on HTTP 429 with a spent RateLimit, passes on how long to wait', async () => {
  const headers = { ratelimit: '"requests";r=59993;t=60, "fhirInteractions";r=0;t=42' };
  const fetch = guard(() => new Response('{}', { status: 429, headers }));

  await expect(fetch(fhirUrl)).rejects.toMatchObject({ code: 'busy', retryAfterMs: 42_000 });
});

test('Medplum fetch, on HTTP 500, blames this request and not the server as a whole', async () => {
  await expect(guard(() => new Response('{}', { status: 500 }))(fhirUrl)).rejects.toMatchObject({ code: 'failed' });
});

test.each([200, 404])('Medplum fetch, given a web page with HTTP %i, does not take it for Medplum', async (status) => {
  const fetch = guard(() => new Response('<html>Please sign in to the hospital Wi-Fi', { status }));

  await expect(fetch(fhirUrl)).rejects.toThrow('does not come from Medplum');
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

  await expect(guarded(fhirUrl)).rejects.toThrow('No answer from Medplum');
});
