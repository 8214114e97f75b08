import { chartRights } from '#machines/chart-rights.ts';
import { expect, test } from '#machines/machine-test.ts';
import { startProxy } from '#machines/start-proxy.ts';
import { startRedis } from './start-redis.ts';

test('[S10] two legacy-proxies, that share Redis, share sessions and the token, also when one ends', async ({
  house,
  workshop,
  request,
}) => {
  const client = await workshop.makeClient('Proxy twice', { policy: chartRights });
  await using redis = await startRedis();
  const startWith = async (secret: string) =>
    startProxy(house, {
      MEDPLUM_CLIENT_ID: client.id,
      MEDPLUM_CLIENT_SECRET: secret,
      REDIS_URL: redis.url,
    });
  await using first = await startWith(client.secret ?? '');
  // It cannot get a token of its own, so whatever it shows, it shows with the other's.
  await using second = await startWith('not-the-secret');

  await first.signIn(request);
  const statuses = [await first.open(request, '/patients/1'), await second.open(request, '/patients/1')];
  await first.stop();
  statuses.push(await second.open(request, '/patients/2'));

  expect(statuses).toEqual([200, 200, 200]);
});
