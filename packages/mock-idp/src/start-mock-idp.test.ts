import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import { expect, test, vi } from 'vitest';
import { authorizeUrl } from '#walk/authorize-url.ts';
import { redeem } from '#walk/redeem.ts';
import { obtainCallback } from '#walk/sign-in.ts';
import { startMockIdp } from './start-mock-idp.ts';

async function readJson(address: string): Promise<unknown> {
  return (await fetch(address)).json();
}

test('discovery, at the default issuer, names the addresses and algorithms that are served', async () => {
  await using idp = await startMockIdp();

  const discovery = await readJson(`${idp.issuer}/.well-known/openid-configuration`);
  const { keys } = (await readJson(`${idp.issuer}/jwks`)) as { keys: readonly object[] };

  expect(idp.issuer).toMatch(/^http:\/\/localhost:\d+$/);
  expect(discovery).toMatchObject({
    issuer: idp.issuer,
    authorization_endpoint: `${idp.issuer}/authorize`,
    token_endpoint: `${idp.issuer}/token`,
    jwks_uri: `${idp.issuer}/jwks`,
    userinfo_endpoint: `${idp.issuer}/userinfo`,
    response_types_supported: ['code'],
    code_challenge_methods_supported: ['S256'],
    id_token_signing_alg_values_supported: expect.arrayContaining(['RS256', 'ES256']),
    authorization_response_iss_parameter_supported: true,
  });
  expect(keys).toHaveLength(2);
  expect(keys.some((key) => 'd' in key)).toBe(false);
});

test('issuer, when given, is the one that discovery and its addresses name', async () => {
  const before = await startMockIdp();
  const port = Number(new URL(before.issuer).port);
  await before.close();

  await using idp = await startMockIdp({ port, issuer: 'https://idp.example' });
  const discovery = await readJson(`http://127.0.0.1:${port}/.well-known/openid-configuration`);

  expect(idp.issuer).toBe('https://idp.example');
  expect(discovery).toMatchObject({ issuer: 'https://idp.example', token_endpoint: 'https://idp.example/token' });
});

test('discovery, asked for at another host that is allowed, still names the issuer', async () => {
  const host = 'idp.test';
  await using idp = await startMockIdp({ allowedHosts: [host] });
  const request = get(`${idp.issuer}/.well-known/openid-configuration`, { headers: { host } });

  const [response] = (await once(request, 'response')) as [IncomingMessage];

  expect(response.statusCode).toBe(200);
  expect(await json(response)).toMatchObject({ token_endpoint: `${idp.issuer}/token` });
});

test('two providers in one process share no key and no session', async () => {
  await using first = await startMockIdp();
  await using second = await startMockIdp();
  const code = (await obtainCallback(authorizeUrl(first.issuer))).searchParams.get('code') ?? '';

  const foreign = await redeem(second.issuer, { code });
  const [mine, yours] = await Promise.all(
    [first, second].map(async ({ issuer }) => (await fetch(`${issuer}/jwks`)).text()),
  );

  expect(foreign.body.error).toBe('invalid_grant');
  expect(mine).not.toBe(yours);
});

test('port, when it is taken, is named in the error', async () => {
  await using first = await startMockIdp();
  const port = Number(new URL(first.issuer).port);

  await expect(startMockIdp({ port })).rejects.toMatchObject({
    code: 'port_unavailable',
    message: `Port ${port} is taken. Stop what uses it, or choose another with MOCK_IDP_PORT.`,
  });
});

test('closed provider refuses connections, and may be closed again', async () => {
  const idp = await startMockIdp();

  await idp.close();
  await idp.close();

  await expect(fetch(`${idp.issuer}/healthz`)).rejects.toThrow('fetch failed');
});

test('health check names the app', async () => {
  await using idp = await startMockIdp();

  const health = await fetch(`${idp.issuer}/healthz`);

  expect(await health.json()).toEqual({ app: 'mock-idp' });
});

test('a whole sign-in prints nothing', async () => {
  const prints = (['info', 'log', 'warn', 'error'] as const).map((level) => vi.spyOn(console, level));
  await using idp = await startMockIdp();
  const url = authorizeUrl(idp.issuer, { scope: 'openid email offline_access', prompt: 'consent' });
  const code = (await obtainCallback(url)).searchParams.get('code') ?? '';

  await redeem(idp.issuer, { code });

  for (const print of prints) {
    expect(print).not.toHaveBeenCalled();
  }
});
