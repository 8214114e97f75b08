import { demoIds } from '@auth-patterns/demo-project';
import { expect, test } from 'vitest';
import { createMedplumSession } from '#medplum/sign-in.ts';
import { startRecordedMedplum } from '#test/recorded-medplum.ts';
import { clientSecret, medplumSettings } from '#test/settings.ts';
import { neededPolicy, parameterisedPolicy } from './needed-policy.ts';
import { storeResource } from './store-resource.ts';

const sites = {
  riverside: { client: demoIds.clients.deviceAgent, device: `Device/${demoIds.device}` },
  lakeside: { client: '00000004-0000-4000-8000-0000000000aa', device: 'Device/0000000a-0000-4000-8000-0000000000aa' },
};

const result = (device: string) => ({
  resourceType: 'Observation' as const,
  status: 'final' as const,
  identifier: [{ system: 'urn:r', value: device }],
  code: { text: 'Glucose' },
  device: { reference: device },
});

test('[D6] two sites, under one policy, store their own and cannot see each other\u2019s', async () => {
  await using medplum = await startRecordedMedplum();
  const { device } = sites.riverside;
  const shared = parameterisedPolicy(neededPolicy({ device, replacesCorrected: false, features: [] }), device);
  medplum.changePolicy((before) => ({ ...before, ...shared }));
  medplum.changeMembership(({ accessPolicy: policy, ...rest }) => ({
    ...rest,
    access: [{ policy: policy ?? {}, parameter: [{ name: 'device', valueReference: { reference: device } }] }],
  }));
  medplum.addSite(sites.lakeside);
  const sessions = Object.values(sites).map(({ client: clientId }) =>
    createMedplumSession({
      settings: { ...medplumSettings(medplum.baseUrl), clientId, clientSecret },
      fetch,
      now: Date.now,
    }),
  );
  const [riverside, lakeside] = sessions as [(typeof sessions)[0], (typeof sessions)[0]];
  const theirs = result(sites.lakeside.device);

  const stored = [await storeResource(riverside, result(device)), await storeResource(lakeside, theirs)];
  const seen = await Promise.all(
    sessions.map(({ withClient }) => withClient((client) => client.searchResources('Observation', '_count=50'))),
  );

  const ids = seen.map((results) => results.map(({ device }) => device?.reference));
  expect(stored.join()).toMatch(/^Observation\/[^,]+,Observation\/[^,]+$/);
  expect(ids).toEqual([[device], [sites.lakeside.device]]);
  await expect(storeResource(riverside, { ...theirs, identifier: [{ system: 'urn:r', value: 'x' }] })).rejects.toThrow(
    'Forbidden',
  );
});
