import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
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

test('settings of the rotation, incomplete, are named', () => {
  const file = { LEGACY_PROXY_ROTATING_SECRET: '/run/secrets/medplum' };

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
