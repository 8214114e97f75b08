import { createClient } from '@auth-patterns/scripts/provision/create-client.ts';
import { normalizeErrorString } from '@medplum/core';
import type { AccessPolicy, Observation } from '@medplum/fhirtypes';
import { runAgent } from '#house/run-agent.ts';
import { expect, test } from '#machines/machine-test.ts';

const result = (device: string): Observation => ({
  resourceType: 'Observation',
  status: 'final',
  code: { text: 'Glucose' },
  device: { reference: device },
});

test('[D6] device-agents of two sites, under one policy that it prints, pass their check and stay apart', async ({
  house,
  workshop,
}, { outputDir }) => {
  const printed = await runAgent(['policy', '--parameterised'], house, outputDir, {});
  const text = printed.slice(printed.indexOf('{'), printed.indexOf('\n}\n') + 2);
  const { id: policyId } = await workshop.make(JSON.parse(text) as AccessPolicy);
  const sites = [];
  for (const name of ['Riverside', 'Lakeside']) {
    const { id } = await workshop.make({ resourceType: 'Device', deviceName: [{ name, type: 'other' }] });
    const reference = `Device/${id}`;
    const parameter = [{ name: 'device', valueReference: { reference } }];
    const access = [{ policy: { reference: `AccessPolicy/${policyId}` }, parameter }];
    const { id: clientId, secret = '' } = await workshop.makeClient(`Agent of ${name}`, { access });
    const { medplum } = createClient({ baseUrl: house.urls.medplum, fetch });
    await medplum.startClientLogin(clientId, secret);
    const settings = { MEDPLUM_CLIENT_ID: clientId, MEDPLUM_CLIENT_SECRET: secret, DEVICE_AGENT_DEVICE: reference };
    sites.push({ reference, medplum, verdict: await runAgent(['check'], house, `${outputDir}/${name}`, settings) });
  }
  const [own, other] = sites as [(typeof sites)[0], (typeof sites)[0]];

  const stored = await own.medplum.createResource(result(own.reference));
  workshop.takeAway('Observation', stored.id);
  const seen = await other.medplum.searchResources('Observation', { _count: 50 });
  const read = other.medplum.readResource('Observation', stored.id).catch(normalizeErrorString);
  const forged = own.medplum.createResource(result(other.reference)).catch(normalizeErrorString);

  expect(sites.flatMap(({ verdict }) => verdict.split('\n')).filter((line) => line.startsWith('FAIL'))).toEqual([]);
  expect(seen.map(({ id }) => id)).toEqual([]);
  expect(await read).toMatch(/Not found|Forbidden/);
  expect(await forged).toBe('Forbidden');
});
