import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decodeJwt, decodeProtectedHeader, exportJWK, generateKeyPair, type JWK } from 'jose';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { CoreConfig } from '#src/core-config.ts';
import { clientId, startRecordedMedplum, type RecordedMedplum } from '#test/recorded-medplum.ts';
import { startTestApp, type TestApp } from '#test/start-test-app.ts';
import { signClientAssertion } from './client-assertion.ts';
import { privateKeyJwt } from './feature.ts';
import { type PrivateKey, readPrivateKeys } from './settings.ts';

async function makeKey(kid: string): Promise<PrivateKey> {
  const { privateKey } = await generateKeyPair('ES384', { extractable: true });
  return { ...(await exportJWK(privateKey)), kid } as PrivateKey;
}

/** Starts the application with keys and no secret, and tells Medplum where it publishes them. */
async function startWithKeys(keys: readonly PrivateKey[], medplum: RecordedMedplum): Promise<TestApp> {
  // The audience is Medplum's own address, so the application has to reach it there.
  const { baseUrl } = medplum.tenant;
  const keysAlone = { LEGACY_PROXY_PRIVATE_KEYS: JSON.stringify({ keys }), MEDPLUM_CLIENT_SECRET: '' };
  const env = { ...keysAlone, MEDPLUM_BASE_URL: baseUrl, LEGACY_PROXY_SEED_DEMO: baseUrl };
  const app = await startTestApp({ features: [privateKeyJwt], env, medplum });
  publishAt(app.medplum, `${app.url}/jwks.json`);
  return app;
}

function publishAt({ tenant }: RecordedMedplum, jwksUri: string): void {
  const client = tenant.store.get('ClientApplication', clientId);
  tenant.store.put({ ...client, jwksUri });
}

async function startMedplum(): Promise<RecordedMedplum> {
  const medplum = await startRecordedMedplum();
  onTestFinished(medplum.close);
  return medplum;
}

async function statusOfChart(app: TestApp): Promise<number> {
  return (await (await app.nurse()).get('/patients/1')).status;
}

test('[S6] server with a key and no secret, signs in, and signs in anew when its token is revoked', async () => {
  const app = await startWithKeys([await makeKey('one')], await startMedplum());

  const first = await statusOfChart(app);
  app.medplum.revokeTokens();
  const second = await statusOfChart(app);

  expect([first, second]).toEqual([200, 200]);
});

test('[S6] client assertion, signed twice, is good once each, for a minute, at the token URL alone', async () => {
  const key = await makeKey('one');
  const options = { key, clientId, tokenUrl: 'https://medplum.example/oauth2/token', now: () => 1_000_000 };

  const assertions = await Promise.all([signClientAssertion(options), signClientAssertion(options)]);

  expect(decodeProtectedHeader(assertions[0])).toEqual({ alg: 'ES384', kid: 'one', typ: 'JWT' });
  const claims = assertions.map(decodeJwt);

  const expected = { iss: clientId, sub: clientId, aud: options.tokenUrl, iat: 1000, exp: 1060 };
  expect(claims).toMatchObject([expected, expected]);
  expect(claims[0]?.jti).not.toBe(claims[1]?.jti);
});

test('[P10] request for a token, with a key, carries an assertion in place of the client and its secret', async () => {
  const keys = [await makeKey('one'), await makeKey('two')];
  const { tokenRequest, secrets } =
    privateKeyJwt.configure({ LEGACY_PROXY_PRIVATE_KEYS: JSON.stringify({ keys }) }) ?? {};
  const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: 'canary' });
  const medplum = { baseUrl: 'https://medplum.example/', clientId };

  await tokenRequest?.(async () => new Response(), { medplum } as CoreConfig)(form);

  const { client_assertion: assertion = '', ...others } = Object.fromEntries(form);
  const type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
  expect(others).toEqual({ grant_type: 'client_credentials', client_assertion_type: type });
  expect(decodeJwt(assertion)).toMatchObject({ iss: clientId, aud: 'https://medplum.example/oauth2/token' });
  expect(secrets).toEqual(keys.map(({ d }) => d));
});

test('[S6] key that make-key prints, is one that the settings take', async () => {
  const lines: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0);

  await import('./make-key.ts');

  expect(readPrivateKeys({ LEGACY_PROXY_PRIVATE_KEYS: lines[0] })?.[0]?.kid).toMatch(/^[\da-f-]{36}$/);
});

test('[S6] keys that are published, hold no private part', async () => {
  const key = await makeKey('one');
  const app = await startWithKeys([key, await makeKey('two')], await startMedplum());

  const answer = await app.newBrowser().get('/jwks.json');

  const text = await answer.text();
  const { keys } = JSON.parse(text) as { keys: JWK[] };
  expect(keys.map(({ kid }) => kid)).toEqual(['one', 'two']);
  const { kty, crv, x, y } = key;
  expect(keys[0]).toEqual({ kty, crv, x, y, kid: 'one', use: 'sig', alg: 'ES384' });
  expect(text).not.toContain(key.d);
  expect(text).not.toContain('"d"');
});

test('[S6] key, followed by another that was published before, is changed without a refusal', async () => {
  const [old, next] = [await makeKey('old'), await makeKey('next')];
  const medplum = await startMedplum();
  const before = await startWithKeys([old, next], medplum);
  const statuses = [await statusOfChart(before)];

  const during = await startWithKeys([next, old], medplum);
  statuses.push(await statusOfChart(during));
  const after = await startWithKeys([next], medplum);
  statuses.push(await statusOfChart(after));

  expect(statuses).toEqual([200, 200, 200]);
});

test('[S6] key that Medplum does not find published, is refused in words for IT', async () => {
  const app = await startWithKeys([await makeKey('one')], await startMedplum());
  const other = createServer((_request, response) => response.end('{"keys":[]}')).listen(0, '127.0.0.1');
  onTestFinished(() => void other.close());
  await once(other, 'listening');
  publishAt(app.medplum, `http://127.0.0.1:${(other.address() as AddressInfo).port}/`);

  const page = await (await app.nurse()).get('/patients/1');

  expect(page.status).toBe(502);
  expect(app.logLines.join('\n')).toContain('Invalid client assertion signature');
});

test('[P10] private keys, absent, are not asked for', () => {
  expect(privateKeyJwt.configure({ LEGACY_PROXY_PRIVATE_KEYS: '' })).toBeUndefined();
});

test.each([
  'no JSON',
  '{"keys":[]}',
  '{"keys":[{"kty":"EC","crv":"P-256","kid":"a","x":"","y":"","d":"s3cret"}]}',
  '{"keys":[{"kty":"EC","crv":"P-384","kid":"","x":"","y":"","d":"s3cret"}]}',
])('[P10] private keys %j, that cannot be used, are refused by their name', (LEGACY_PROXY_PRIVATE_KEYS) => {
  expect(() => readPrivateKeys({ LEGACY_PROXY_PRIVATE_KEYS })).toThrow(
    /^LEGACY_PROXY_PRIVATE_KEYS must be a JWK Set of private keys for ES384, each with a kid: npm run make-key prints one$/,
  );
});
