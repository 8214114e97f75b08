import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { chartRights } from '#machines/chart-rights.ts';
import { expect, test } from '#machines/machine-test.ts';
import { startProxy } from '#machines/start-proxy.ts';

const makeKey = (): object => ({
  ...generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey.export({ format: 'jwk' }),
  kid: 'own',
});

test('[S6] legacy-proxy, with a key and no secret, signs in by what it publishes, and by no other key', async ({
  house,
  workshop,
  request,
}, { outputDir }) => {
  const client = await workshop.makeClient('Keyed proxy', { policy: chartRights });
  const startIn = async (folder: string) =>
    startProxy(house.urls.medplum, join(outputDir, folder), {
      MEDPLUM_CLIENT_ID: client.id,
      MEDPLUM_CLIENT_SECRET: '',
      LEGACY_PROXY_PRIVATE_KEYS: JSON.stringify({ keys: [makeKey()] }),
    });
  await using proxy = await startIn('own');
  await using stranger = await startIn('stranger');
  const { membershipId: _, ...resource } = client;
  await workshop.owner.updateResource({ ...resource, jwksUri: `${proxy.url}/jwks.json` });

  await proxy.signIn(request);
  const opened = await proxy.open(request, '/patients/1');
  await stranger.signIn(request);

  expect(opened).toBe(200);
  expect(await stranger.open(request, '/patients/1')).toBe(502);
});
