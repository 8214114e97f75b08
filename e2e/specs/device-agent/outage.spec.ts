import { join } from 'node:path';
import { freePort } from '@auth-patterns/scripts/house/ports.ts';
import type { Observation } from '@medplum/fhirtypes';
import { forwardTcp } from '#machines/forward-tcp.ts';
import { expect, test } from '#machines/machine-test.ts';
import { startAgent } from '#machines/start-agent.ts';

test('[D7] device-agent, that takes results while Medplum is away, stores each once when it is back', async ({
  house,
  workshop,
}, { outputDir }) => {
  const { owner } = workshop;
  const { id } = await workshop.make({ resourceType: 'Device', deviceName: [{ name: 'Away', type: 'other' }] });
  const device = `Device/${id}`;
  const client = await workshop.makeClient('Agent of an outage', {
    policy: [
      { resourceType: 'Observation', criteria: `Observation?device=${device}`, interaction: ['create', 'search'] },
      { resourceType: 'Device', criteria: `Device?_id=${id}`, interaction: ['read'] },
      { resourceType: 'AuditEvent', interaction: ['create'] },
    ],
  });
  const port = await freePort();
  const env = {
    MEDPLUM_BASE_URL: `http://localhost:${port}/`,
    MEDPLUM_CLIENT_ID: client.id,
    MEDPLUM_CLIENT_SECRET: client.secret ?? '',
    DEVICE_AGENT_DEVICE: device,
  };
  const stored = async (): Promise<Observation[]> =>
    owner.searchResources('Observation', { device, _count: 100 }, { cache: 'reload' });

  const first = await startAgent(join(outputDir, 'queue'), env);
  const taken = await first.send('chemistry-panel.hl7');
  const waiting = await first.queued();
  await first[Symbol.asyncDispose]();
  await using road = await forwardTcp(port, house.urls.medplum);
  await using second = await startAgent(join(outputDir, 'queue'), env);
  await expect.poll(second.queued).toBe(0);
  const repeated = await second.send('chemistry-panel.hl7');
  const sent = road.connections();
  const results = await stored();
  results.forEach((one) => workshop.takeAway('Observation', one.id ?? ''));

  expect(taken).toMatch(/^MSA\|AA\|/m);
  expect(waiting).toBe(1);
  expect(sent).toBeGreaterThan(0);
  expect(repeated).toMatch(/^MSA\|AA\|.*already received/m);
  expect(results.length).toBeGreaterThan(5);
  expect(new Set(results.map(({ identifier }) => identifier?.[0]?.value)).size).toBe(results.length);
});
