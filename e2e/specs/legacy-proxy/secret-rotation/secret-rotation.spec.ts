import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { chartRights } from '#machines/chart-rights.ts';
import { expect, test } from '#machines/machine-test.ts';
import { startProxy } from '#machines/start-proxy.ts';

const appFolder = fileURLToPath(new URL('../../../../apps/legacy-proxy/', import.meta.url));
const run = promisify(execFile);

test('[S7] legacy-proxy, when its secret is rotated under load, fails no request; the old one is refused', async ({
  house,
  workshop,
  request,
}, { outputDir }) => {
  const { medplum: baseUrl } = house.urls;
  const rights = { policy: chartRights };
  const client = await workshop.makeClient('Rotated proxy', rights);
  const admin = await workshop.makeClient('Rotates secrets', {
    policy: [{ resourceType: 'ClientApplication', criteria: `ClientApplication?_id=${client.id}` }],
    admin: true,
  });
  mkdirSync(outputDir, { recursive: true });
  const file = join(outputDir, 'secret');
  writeFileSync(file, `${client.secret}\n`, { mode: 0o600 });
  const env = { MEDPLUM_CLIENT_ID: client.id, MEDPLUM_CLIENT_SECRET: '', LEGACY_PROXY_ROTATING_SECRET: file };
  await using before = await startProxy(house, env);
  await before.signIn(request);
  const statuses: number[] = [];
  const over = new AbortController();
  const load = (async () => {
    while (!over.signal.aborted) {
      statuses.push(await before.open(request, '/patients/1'));
    }
  })();

  await run(process.execPath, ['src/features/secret-rotation/main.ts'], {
    cwd: appFolder,
    env: {
      MEDPLUM_BASE_URL: baseUrl,
      SESSION_SECRET: 'only-for-this-run-of-the-tests-0123456789',
      ...env,
      LEGACY_PROXY_ROTATION_CLIENT_ID: admin.id,
      LEGACY_PROXY_ROTATION_CLIENT_SECRET: admin.secret ?? '',
    },
  });
  over.abort();
  await load;
  await using after = await startProxy(house, env);
  await after.signIn(request);

  expect(statuses.length).toBeGreaterThan(2);
  expect(statuses.filter((status) => status !== 200)).toEqual([]);
  expect(await after.open(request, '/patients/1')).toBe(200);
  expect(readFileSync(file, 'utf8').trim()).not.toBe(client.secret);
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: client.id,
    client_secret: client.secret ?? '',
  });
  expect((await fetch(new URL('oauth2/token', baseUrl), { method: 'POST', body })).status).toBe(400);
});
