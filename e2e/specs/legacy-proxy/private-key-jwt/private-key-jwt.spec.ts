import { generateKeyPairSync } from 'node:crypto';
import { freePort } from '@auth-patterns/scripts/house/ports.ts';
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
}) => {
  const { membershipId: _, ...client } = await workshop.makeClient('Keyed proxy', { policy: chartRights });
  // Known before the proxy starts, because it signs in then.
  const port = await freePort();
  await workshop.owner.updateResource({ ...client, jwksUri: `http://localhost:${port}/jwks.json` });
  const startAt = async (ownPort: number) =>
    startProxy(house, {
      LEGACY_PROXY_PORT: String(ownPort),
      MEDPLUM_CLIENT_ID: client.id,
      MEDPLUM_CLIENT_SECRET: '',
      LEGACY_PROXY_PRIVATE_KEYS: JSON.stringify({ keys: [makeKey()] }),
    });
  await using proxy = await startAt(port);
  await using stranger = await startAt(0);

  await proxy.signIn(request);
  const opened = await proxy.open(request, '/patients/1');
  await stranger.signIn(request);

  expect(opened).toBe(200);
  expect(await stranger.open(request, '/patients/1')).toBe(502);
});
