import { describe, expect, test } from 'vitest';
import { ids, clientSecret } from '#project/test-project.ts';
import { basic, startTestMedplum } from '#test-medplum.ts';

const origin = 'https://app.example';

describe('any request', () => {
  test('answer, of whatever kind, carries the security headers of Medplum', async () => {
    await using medplum = await startTestMedplum();

    const answers = await Promise.all(
      ['', 'nonexistent', 'auth/me', 'oauth2/authorize'].map((path) => medplum.send(path)),
    );

    for (const { headers } of answers) {
      expect(headers.get('cache-control')).toBe('no-store, no-cache, must-revalidate');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.has('x-powered-by')).toBe(false);
      expect(headers.has('etag')).toBe(false);
    }
  });

  test.each([
    ['GET', 'nonexistent'],
    ['GET', 'oauth2/nonexistent'],
    ['GET', 'oauth2/token'],
    ['PUT', 'auth/login'],
    ['DELETE', '.well-known/jwks.json'],
  ])('%s /%s, is not served, and says so as Medplum does', async (method, path) => {
    await using medplum = await startTestMedplum();

    const answer = await medplum.send(path, { method });

    expect(answer.status).toBe(404);
    expect(answer.body).toContain(`<pre>Cannot ${method} /${path}</pre>`);
  });

  test('path, that cannot be decoded, is a bad request', async () => {
    await using medplum = await startTestMedplum();

    const answer = await medplum.send('auth/login/%E0%A4%A');

    expect(answer).toMatchObject({ status: 400, body: { resourceType: 'OperationOutcome' } });
  });

  test('refusal, of a request with a traceparent, names it and a request id', async () => {
    await using medplum = await startTestMedplum();
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

    const { body } = await medplum.send('auth/me', { headers: { traceparent } });

    expect(body).toMatchObject({
      extension: [
        {
          url: 'https://medplum.com/fhir/StructureDefinition/tracing',
          extension: [
            { url: 'requestId', valueId: expect.stringMatching(/^[\da-f-]{36}$/) as string },
            { url: 'traceId', valueId: traceparent },
          ],
        },
      ],
    });
  });

  test('same request, below /api, gets the same answer', async () => {
    await using medplum = await startTestMedplum();

    expect(await medplum.send('api/')).toMatchObject({ status: 200, body: 'OK' });
    expect(await medplum.send('api/auth/me')).toMatchObject({ status: 401 });
  });
});

describe('request body', () => {
  test.each(['auth/login', 'oauth2/introspect', 'fhir/R4/Patient'])(
    'JSON that cannot be parsed, sent to /%s, is refused',
    async (path) => {
      await using medplum = await startTestMedplum();

      const answer = await medplum.send(path, {
        method: 'POST',
        body: '{"a":',
        headers: { 'content-type': 'application/json' },
      });

      expect(answer).toMatchObject({
        status: 400,
        body: { issue: [{ code: 'invalid', details: { text: 'Content could not be parsed' } }] },
      });
    },
  );

  test.each([
    ['application/json', JSON.stringify({ a: 'x'.repeat(1_100_000) })],
    ['application/x-www-form-urlencoded', `a=${'x'.repeat(1_100_000)}`],
  ])('body of more than a megabyte of %s, is refused', async (type, body) => {
    await using medplum = await startTestMedplum();

    const answer = await medplum.send('auth/login', { method: 'POST', body, headers: { 'content-type': type } });

    expect(answer).toMatchObject({
      status: 413,
      body: { id: 'content-too-large', issue: [{ code: 'too-long', details: { text: 'Request body too large' } }] },
    });
  });

  test.each([
    ['an unknown charset', { 'content-type': 'application/json; charset=wibble' }],
    ['an unknown encoding', { 'content-type': 'application/json', 'content-encoding': 'wibble' }],
  ])('body in %s, is refused', async (_case, headers) => {
    await using medplum = await startTestMedplum();

    const answer = await medplum.send('auth/login', { method: 'POST', body: '{}', headers });

    expect(answer).toMatchObject({ status: 415, body: { resourceType: 'OperationOutcome' } });
  });

  test('form of a thousand and one parameters, is refused', async () => {
    await using medplum = await startTestMedplum();
    const body = Array.from({ length: 1001 }, (_, index) => `p${index}=1`).join('&');

    const answer = await medplum.send('oauth2/token', {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });

    expect(answer.status).toBe(413);
  });

  test('fault inside the server, is told to the log and not to the caller', async () => {
    await using medplum = await startTestMedplum();
    medplum.tenant.passwords.get = () => {
      throw new Error('secret detail');
    };

    const answer = await medplum.login();

    expect(answer).toMatchObject({ status: 500, body: { issue: [{ details: { text: 'Internal Server Error' } }] } });
    expect(JSON.stringify(answer.body)).not.toContain('secret detail');
    expect(medplum.log).toMatchObject([{ event: 'fault', error: expect.stringContaining('secret detail') as string }]);
  });
});

describe('CORS', () => {
  test('preflight, of a path that is open, is granted to the origin by name', async () => {
    await using medplum = await startTestMedplum({ allowedOrigins: '*' });

    const { status, headers } = await medplum.send('fhir/R4/Patient', {
      method: 'OPTIONS',
      headers: {
        origin: origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type,x-medplum',
      },
    });

    expect(status).toBe(204);
    expect(Object.fromEntries(headers)).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'GET,HEAD,PUT,PATCH,POST,DELETE',
      'access-control-allow-headers': 'authorization,content-type,x-medplum',
      'access-control-max-age': '600',
      'access-control-expose-headers': 'Content-Location,ETag,Last-Modified,Location,RateLimit',
    });
  });

  test.each([
    ['good', basic(ids.device, clientSecret), 200],
    ['refused', {}, 401],
  ])('request from a page, when %s, can be read by that page alone', async (_case, credentials, expected) => {
    await using medplum = await startTestMedplum({ allowedOrigins: '*' });

    const { status, headers } = await medplum.send('fhir/R4/Patient?_count=0', {
      headers: { origin: origin, ...credentials },
    });

    expect(status).toBe(expected);
    expect(headers.get('access-control-allow-origin')).toBe(origin);
    expect(headers.get('access-control-allow-credentials')).toBe('true');
    expect(headers.get('vary')).toContain('Origin');
  });

  test.each(['healthcheck', 'oauth', 'nonexistent'])(
    'request from a page to /%s, is not opened to it',
    async (path) => {
      await using medplum = await startTestMedplum({ allowedOrigins: '*' });

      const { headers } = await medplum.send(path, { headers: { origin: origin } });

      expect(headers.has('access-control-allow-origin')).toBe(false);
    },
  );

  test('preflight, without an origin, is a request like any other', async () => {
    await using medplum = await startTestMedplum({ allowedOrigins: '*' });

    const answer = await medplum.send('fhir/R4/Patient', {
      method: 'OPTIONS',
      headers: { 'access-control-request-method': 'POST' },
    });

    expect(answer.status).toBe(401);
  });
});
