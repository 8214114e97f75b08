import type { AccessPolicyResource } from '@medplum/fhirtypes';
import { expect, test } from 'vitest';
import { createMedplumSession } from '#medplum/sign-in.ts';
import { sendMessage } from '#mllp/send-message.ts';
import { agentEnv, emptied, startAgent } from '#test/agent-process.ts';
import { botIds } from '#test/edit-tenant.ts';
import { glucose, resultMessage } from '#test/hl7-text.ts';
import { transactionOf } from '#test/lab-transaction.ts';
import { startRecordedMedplum, type RecordedMedplum } from '#test/recorded-medplum.ts';
import { medplumSettings } from '#test/settings.ts';
import { temporaryFolder } from '#test/temporary-folder.ts';
import { agentSocket } from './feature.ts';

const body = resultMessage([glucose]);
const allowed: readonly AccessPolicyResource[] = [
  { resourceType: 'Agent', interaction: ['read'] },
  { resourceType: 'Bot', interaction: ['read'] },
  // The Bot runs with the rights of this key.
  { resourceType: 'Observation', interaction: ['create', 'search'] },
];

function deliverTo(medplum: RecordedMedplum, channel = 'hl7') {
  const part = agentSocket.read({
    DEVICE_AGENT_SOCKET_AGENT: `Agent/${botIds.agent}`,
    DEVICE_AGENT_SOCKET_CHANNEL: channel,
  });
  const session = createMedplumSession({ settings: medplumSettings(medplum.tenantUrl), fetch, now: Date.now });
  const original = { contentType: 'x-application/hl7-v2+er7', text: body.toString() };
  const message = { ...transactionOf(body), id: 1, attempts: 0, original };
  const deliver = part?.deliver?.(session);
  return async () => deliver?.([message, { ...message, key: 'second' }]);
}

test('[D3] agent socket, given messages, hands each to the Bot as it came and learns that it was taken', async () => {
  await using medplum = await startRecordedMedplum();
  medplum.addBot();
  medplum.changePolicy((policy) => ({ ...policy, resource: [...allowed] }));

  const deliveries = await deliverTo(medplum)();

  expect(deliveries).toMatchObject([
    { refusals: [], failure: undefined },
    { refusals: [], failure: undefined },
  ]);
  expect(medplum.stored.map(({ valueString }) => valueString?.slice(0, 12))).toEqual([
    String.raw`MSH|^~\&|CHE`,
    String.raw`MSH|^~\&|CHE`,
  ]);
});

test.each([
  ['may not read the Agent', () => [], 'hl7', 'Forbidden'],
  ['names a channel that is not there', () => allowed, 'other', 'Channel not found'],
])('[F1] agent socket, when the key %s, keeps the messages and says why', async (_, resource, channel, problem) => {
  await using medplum = await startRecordedMedplum();
  medplum.addBot();
  medplum.changePolicy((policy) => ({ ...policy, resource: [...resource()] }));

  await expect(deliverTo(medplum, channel)()).rejects.toMatchObject({
    code: 'unreachable',
    message: expect.stringContaining(problem),
  });
  expect(medplum.stored).toEqual([]);
});

test('[D3] agent socket, when the Bot may not store, postpones the message', async () => {
  await using medplum = await startRecordedMedplum();
  medplum.addBot();
  medplum.changePolicy((policy) => ({ ...policy, resource: allowed.slice(0, 2) }));

  expect(await deliverTo(medplum)()).toMatchObject([{ failure: { code: 'failed' } }, { failure: { code: 'failed' } }]);
});

test('[D7] agent socket, when nobody answers, is an outage', async () => {
  await using medplum = await startRecordedMedplum();
  medplum.addBot();
  const part = agentSocket.read({ DEVICE_AGENT_SOCKET_AGENT: 'Agent/1' });
  const session = {
    withClient: async () => ({ url: 'ws://127.0.0.1:1/ws/agent', accessToken: 'x' }) as never,
    state: () => ({ credential: undefined, renewsAt: undefined }),
  };
  const message = { ...transactionOf(body), id: 1, attempts: 0, original: { contentType: 'text/plain', text: 'x' } };

  await expect(part?.deliver?.(session)([message])).rejects.toMatchObject({ code: 'unreachable' });
});

test('[D3] agent, told to stop while its agent socket is open, ends', { timeout: 60_000 }, async () => {
  await using medplum = await startRecordedMedplum();
  medplum.addBot();
  medplum.changePolicy((policy) => ({ ...policy, resource: [...allowed] }));
  using folder = temporaryFolder();
  const settings = { DEVICE_AGENT_SOCKET_AGENT: `Agent/${botIds.agent}` };
  await using agent = await startAgent({ ...agentEnv(medplum.tenantUrl, folder.path), ...settings });
  await sendMessage({ port: agent.mllpPort, body, timeoutMs: 20_000 });
  await emptied(agent.statusUrl);

  const { code } = await agent.stop('SIGTERM');

  expect(medplum.stored).toHaveLength(1);
  expect(code).toBe(0);
});
