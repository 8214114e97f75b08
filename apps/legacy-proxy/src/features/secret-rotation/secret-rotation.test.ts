import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { CoreConfig } from '#src/core-config.ts';
import { adminSecret, clientId, clientIds, clientSecret, outcome } from '#test/recorded-medplum.ts';
import { startTestApp } from '#test/start-test-app.ts';
import { secretRotation } from './feature.ts';
import { rotateSecret } from './rotate-secret.ts';
import { readRotation } from './settings.ts';

const admin = { clientId: clientIds.legacyProxyAdmin, clientSecret: adminSecret };

function secretFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'legacy-proxy-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'secret'), `${clientSecret}\n`, { mode: 0o600 });
  return join(folder, 'secret');
}

test('[S7] secret, rotated again and again under load while tokens are revoked, fails no request', async () => {
  const file = secretFile();
  const env = { LEGACY_PROXY_ROTATING_SECRET: file, MEDPLUM_CLIENT_SECRET: '' };
  const { nurse, medplum } = await startTestApp({ features: [secretRotation], env });
  const browser = await nurse();
  const statuses: number[] = [];
  const over = new AbortController();
  const load = Array.from({ length: 3 }, async () => {
    while (!over.signal.aborted) {
      statuses.push((await browser.get('/patients/2')).status);
    }
  });

  for (let round = 0; round < 3; round += 1) {
    await rotateSecret({ baseUrl: medplum.url, clientId, file, admin });
    medplum.revokeTokens();
    statuses.push((await browser.get('/patients/1')).status);
  }
  const before = medplum.tokenRequests();
  over.abort();
  await Promise.all(load);

  expect(statuses.length).toBeGreaterThan(6);
  expect(statuses.filter((status) => status !== 200)).toEqual([]);
  expect(before).toBeGreaterThan(3);
  expect(readFileSync(file, 'utf8')).not.toContain(clientSecret);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('[S7] secret, taken away between reading and sending it, is read once more', async () => {
  const file = secretFile();
  const env = { LEGACY_PROXY_ROTATING_SECRET: file, MEDPLUM_CLIENT_SECRET: '' };
  const { nurse, medplum } = await startTestApp({ features: [secretRotation], env });
  const browser = await nurse();
  writeFileSync(file, 'an old one');
  medplum.faults.push(({ path, body }) => {
    if (path === '/oauth2/token' && body.includes('an+old+one')) {
      writeFileSync(file, clientSecret);
    }
    return undefined;
  });

  expect((await browser.get('/patients/1')).status).toBe(200);
  expect(medplum.tokenRequests()).toBe(2);
});

test('[S7] rotation that Medplum refuses, leaves the secret as it is', async () => {
  const file = secretFile();
  const { medplum } = await startTestApp();
  const notAdmin = { clientId, clientSecret };

  await expect(rotateSecret({ baseUrl: medplum.url, clientId, file, admin: notAdmin })).rejects.toThrow('Forbidden');

  expect(readFileSync(file, 'utf8').trim()).toBe(clientSecret);
});

test('[S7] sign-in that Medplum refuses, with the secret as it was, is not repeated', async () => {
  const file = secretFile();
  const requests: string[] = [];
  const { tokenRequest } = secretRotation.configure({ LEGACY_PROXY_ROTATING_SECRET: file }) ?? {};
  const request = (status: number, secretAfter: string) =>
    tokenRequest?.(async (form) => {
      requests.push(form.get('client_secret') ?? '');
      writeFileSync(file, secretAfter);
      return new Response(null, { status });
    }, {} as CoreConfig)(new URLSearchParams());

  await request(400, clientSecret);
  await request(500, 'a new one');

  expect(requests).toEqual([clientSecret, clientSecret]);
});

test('[S7] command that rotates, with the settings of a server and its own, leaves a new secret', async () => {
  const [file, { medplum }] = [secretFile(), await startTestApp()];
  const env = {
    MEDPLUM_BASE_URL: medplum.url,
    MEDPLUM_CLIENT_ID: clientId,
    SESSION_SECRET: 'a-secret-of-our-own-0123456789abcdef',
    LEGACY_PROXY_ROTATING_SECRET: file,
    LEGACY_PROXY_ROTATION_CLIENT_ID: admin.clientId,
    LEGACY_PROXY_ROTATION_CLIENT_SECRET: admin.clientSecret,
  };
  Object.entries(env).forEach(([name, value]) => vi.stubEnv(name, value));
  const said = vi.spyOn(process.stdout, 'write').mockReturnValue(true);

  await import('./main.ts');

  expect(said.mock.calls.flat().join('')).toContain('the secret is rotated');
  expect(readFileSync(file, 'utf8')).toMatch(/^(?!canary).{20,}\n$/);
});

test('settings of the rotation, incomplete or without their file, are named', () => {
  const file = { LEGACY_PROXY_ROTATING_SECRET: '/nowhere/secret-path' };

  expect(secretRotation.configure({})).toBeUndefined();
  expect(() => secretRotation.configure(file)).toThrow(
    /^LEGACY_PROXY_ROTATING_SECRET names a file that cannot be read: ENOENT$/,
  );

  expect(() => readRotation({})).toThrow('LEGACY_PROXY_ROTATING_SECRET is missing');
  expect(() => readRotation(file)).toThrow('LEGACY_PROXY_ROTATION_CLIENT_ID is missing');
  expect(() => readRotation({ ...file, LEGACY_PROXY_ROTATION_CLIENT_ID: 'x' })).toThrow(
    'LEGACY_PROXY_ROTATION_CLIENT_SECRET is missing',
  );
});

test('[P10] log, when Medplum quotes a secret that was rotated while the server runs, masks it', async () => {
  const file = secretFile();
  const env = { LEGACY_PROXY_ROTATING_SECRET: file, MEDPLUM_CLIENT_SECRET: '' };
  const { nurse, medplum, logLines } = await startTestApp({ features: [secretRotation], env });
  const browser = await nurse();
  await rotateSecret({ baseUrl: medplum.url, clientId, file, admin });
  const rotated = readFileSync(file, 'utf8').trim();
  medplum.faults.push(({ path }) =>
    path.startsWith('/fhir/') ? outcome(400, `quoted: ${rotated} and ${clientSecret}`) : undefined,
  );

  await browser.get('/patients/1');

  expect(logLines.join('')).toContain('quoted: [redacted] and [redacted]');
});
