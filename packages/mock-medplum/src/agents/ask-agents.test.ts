import type { Bundle, OperationOutcome } from '@medplum/fhirtypes';
import { expect, test } from 'vitest';
import { botHandlers, botIds, botResources } from '#bots/test-bots.ts';
import { clientSecret } from '#project/test-project.ts';
import { basic, startTestMedplum, type TestMedplum } from '#test-medplum.ts';
import { openSocket, type TestSocket } from '#ws/test-socket.ts';

const headers = basic(botIds.caller, clientSecret);
const agentPath = `fhir/R4/Agent/${botIds.agent}`;

const startWithBots = async (): Promise<TestMedplum> =>
  startTestMedplum({ resources: botResources(), bots: botHandlers });

async function connect(medplum: TestMedplum): Promise<TestSocket> {
  const socket = await openSocket(medplum.baseUrl, 'ws/agent');
  const accessToken = await medplum.clientToken(botIds.caller);
  await socket.ask({ type: 'agent:connect:request', agentId: botIds.agent, accessToken });
  return socket;
}

test.each([
  ['$reload-config', { type: 'agent:reloadconfig:request' }, {}, { id: 'ok' }],
  [
    '$stats',
    { type: 'agent:stats:request' },
    { stats: { live: true } },
    { parameter: [{ name: 'stats', valueString: '{"live":true}' }] },
  ],
  [
    '$fetch-logs?limit=2',
    { type: 'agent:logs:request', limit: 2 },
    { logs: [{ msg: 'a' }, { msg: 'b' }], hasMore: true },
    {
      parameter: [
        { name: 'logs', valueString: '{"msg":"a"}\n{"msg":"b"}' },
        { name: 'hasMore', valueBoolean: true },
      ],
    },
  ],
  [
    '$upgrade?version=5.2.0&force=true',
    { type: 'agent:upgrade:request', version: '5.2.0', force: true },
    {},
    { id: 'ok' },
  ],
])('[D3] Agent/%s, that the agent answers, tells its answer', async (operation, order, reply, expected) => {
  await using medplum = await startWithBots();
  await using socket = await connect(medplum);

  const asked = medplum.send(`${agentPath}/${operation}`, { headers });
  const { callback, ...received } = await socket.next();
  socket.send({ type: order.type.replace('request', 'response'), ...reply, callback });

  expect(received).toEqual(order);
  expect(await asked).toMatchObject({ status: 200, body: expected });
});

test('[D3] Agent/$reload-config, that the agent refuses, is refused; of several, each for itself', async () => {
  await using medplum = await startWithBots();
  await using socket = await connect(medplum);

  const asked = medplum.send(`${agentPath}/$reload-config`, { headers });
  socket.send({ type: 'agent:error', body: 'no', callback: (await socket.next())['callback'] });
  const bulk = medplum.send(`fhir/R4/Agent/$reload-config?_id=${botIds.agent}`, { headers });
  socket.send({ type: 'agent:error', body: 'no', callback: (await socket.next())['callback'] });

  const { status, body } = await asked;
  expect([status, (body as OperationOutcome).issue[0]?.details?.text]).toEqual([400, 'no']);
  expect((await bulk).status).toBe(200);
  expect(((await bulk).body as Bundle).entry?.[0]?.resource).toMatchObject({
    parameter: [{ name: 'agent' }, { name: 'result', resource: { issue: [{ details: { text: 'no' } }] } }],
  });
});

test('[D3] Agent/$stats, of more than a hundred agents or of none, is refused', async () => {
  await using medplum = await startWithBots();

  const tooMany = await medplum.send('fhir/R4/Agent/$stats?_count=101', { headers });
  const none = await medplum.send('fhir/R4/Agent/$stats?name=nobody', { headers });

  expect([tooMany, none].map(({ body }) => (body as OperationOutcome).issue[0]?.details?.text)).toEqual([
    "'_count' of 101 is greater than max of 100",
    'No agent(s) for given query',
  ]);
});
