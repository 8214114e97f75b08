import type { OperationOutcome, Parameters } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { botHandlers, botIds, botResources } from '#bots/test-bots.ts';
import { ids, clientSecret } from '#project/test-project.ts';
import { type Answer, basic, startTestMedplum, type TestMedplum } from '#test-medplum.ts';
import { openSocket, type TestSocket } from '#ws/test-socket.ts';

const pushPath = `fhir/R4/Agent/${botIds.agent}/$push`;
const caller = basic(botIds.caller, clientSecret);
const hl7 = 'x-application/hl7-v2+er7';
const message = { body: 'MSH|hi', contentType: hl7, destination: `Device/${botIds.device}` };

const startWithBots = async (): Promise<TestMedplum> =>
  startTestMedplum({ resources: botResources(), bots: botHandlers });
const push = async (medplum: TestMedplum, body: object, headers = caller): Promise<Answer> =>
  medplum.postJson(pushPath, body, headers);
const textOf = ({ body }: Answer): string | undefined => (body as OperationOutcome).issue[0]?.details?.text;

async function connect(medplum: TestMedplum): Promise<TestSocket> {
  const socket = await openSocket(medplum.baseUrl, 'ws/agent');
  const accessToken = await medplum.clientToken(botIds.caller);
  await socket.ask({ type: 'agent:connect:request', agentId: botIds.agent, accessToken });
  return socket;
}

describe('Agent/$push', () => {
  test('push, without waiting, is good whether or not an agent is there', async () => {
    await using medplum = await startWithBots();
    const lost = await push(medplum, message);
    await using socket = await connect(medplum);
    const sent = await push(medplum, message);
    expect([lost, sent].map((answer) => [answer.status, textOf(answer)])).toEqual([
      [200, 'All OK'],
      [200, 'All OK'],
    ]);
    expect(await socket.next()).toEqual({
      type: 'agent:transmit:request',
      remote: 'mllp://127.0.0.1:2575',
      contentType: hl7,
      body: 'MSH|hi',
    });
  });

  test('push, that waits, is answered with what the device answered', async () => {
    await using medplum = await startWithBots();
    await using socket = await connect(medplum);
    const pushed = push(medplum, { ...message, waitForResponse: true });
    const { callback } = await socket.next();
    expect(callback).toMatch(new RegExp(`^Agent/${botIds.agent}-[\\da-f-]{36}$`));
    socket.send({ type: 'agent:transmit:response', contentType: hl7, statusCode: 200, body: 'MSH|ack', callback });
    const { status, headers, body } = await pushed;
    expect([status, headers.get('content-type'), body]).toEqual([200, `${hl7}; charset=utf-8`, 'MSH|ack']);
  });

  test('push, that the device or the agent refuses, is refused in their words', async () => {
    await using medplum = await startWithBots();
    await using socket = await connect(medplum);
    const nack = push(medplum, { ...message, waitForResponse: true });
    const { callback } = await socket.next();
    socket.send({ type: 'agent:transmit:response', statusCode: 400, body: 'nack', callback });
    expect([(await nack).status, textOf(await nack)]).toEqual([400, 'nack']);
    const broken = push(medplum, { ...message, waitForResponse: true });
    const second = await socket.next();
    socket.send({ type: 'agent:error', body: 'channel down', callback: second['callback'] });
    expect([(await broken).status, textOf(await broken)]).toEqual([400, 'channel down']);
  });

  test('push, that nobody answers in time, is refused', async () => {
    await using medplum = await startWithBots();
    const answer = await push(medplum, { ...message, waitForResponse: true, waitTimeout: 1 });
    expect([answer.status, textOf(answer)]).toEqual([400, 'Timeout']);
  });

  test('push, as a Parameters resource, takes its strings and nothing else', async () => {
    await using medplum = await startWithBots();
    const parameter = [
      ...Object.entries(message).map(([name, valueString]) => ({ name, valueString })),
      { name: 'waitForResponse', valueBoolean: true },
      { name: 'waitTimeout', valueInteger: 99_999 },
    ];
    const answer = await push(medplum, { resourceType: 'Parameters', parameter });
    expect([answer.status, textOf(answer)]).toEqual([200, 'All OK']);
  });

  test('push, that lacks something or goes nowhere, is refused for the first reason', async () => {
    await using medplum = await startWithBots();
    const { body, contentType, destination } = message;
    const refused = [
      await push(medplum, { contentType, destination }),
      await push(medplum, { body, destination }),
      await push(medplum, { body, contentType }),
      await push(medplum, { ...message, waitTimeout: 60_001 }),
      await push(medplum, { ...message, destination: `Device/${ids.nothing}` }),
      await push(medplum, { ...message, destination: 'foo' }),
      await push(medplum, { ...message, destination: `Device/${botIds.deviceWithoutUrl}` }),
      await push(medplum, message, basic(ids.device, clientSecret)),
      await medplum.postJson('fhir/R4/Agent/$push', message, caller),
    ];
    expect(refused.map((answer) => [answer.status, textOf(answer)])).toEqual([
      [400, 'Missing body parameter'],
      [400, 'Missing contentType parameter'],
      [400, 'Missing destination parameter'],
      [400, 'Invalid wait timeout'],
      [400, 'Destination device not found'],
      [400, 'Destination device not found'],
      [400, 'Destination device missing url'],
      [403, 'Forbidden'],
      [400, 'Must specify agent ID or identifier'],
    ]);
  });

  test('push, to an Agent that is off, is refused unless it is a ping', async () => {
    await using medplum = await startWithBots();
    const admin = basic(ids.admin, clientSecret);
    const agent = medplum.tenant.store.get('Agent', botIds.agent);
    await medplum.send(`fhir/R4/Agent/${botIds.agent}`, {
      method: 'PUT',
      headers: { ...admin, 'content-type': 'application/fhir+json' },
      body: JSON.stringify({ ...agent, status: 'off' }),
    });
    const refused = await push(medplum, message);
    expect([refused.status, textOf(refused)]).toEqual([400, "Agent is currently disabled. Agent.status is 'off'"]);
    const ping = await push(medplum, { body: 'PING', contentType: 'x-application/ping', destination: '127.0.0.1' });
    expect([ping.status, textOf(ping)]).toEqual([200, 'All OK']);
  });
});

describe('Agent/$status', () => {
  const statusOf = async (medplum: TestMedplum): Promise<unknown[]> => {
    const { body } = await medplum.send(`fhir/R4/Agent/${botIds.agent}/$status`, { headers: caller });
    return ((body as Parameters).parameter ?? []).map(
      ({ valueCode, valueString, valueInstant }) => valueCode ?? valueString ?? valueInstant,
    );
  };

  test('status, before, during and after a connection, follows it', async () => {
    await using medplum = await startWithBots();
    expect(await statusOf(medplum)).toEqual(['unknown', 'unknown']);
    const socket = await connect(medplum);
    expect(await statusOf(medplum)).toEqual(['connected', 'unknown', '2026-11-23T22:00:00.250Z']);
    socket.send({ type: 'agent:heartbeat:response', version: '5.1.0' });
    await socket.ask({ type: 'agent:heartbeat:request' });
    medplum.wait(1);
    await socket.close();
    expect(await statusOf(medplum)).toEqual(['disconnected', '5.1.0', '2026-11-23T22:00:01.250Z']);
  });

  test('status, a day after the agent was last heard of, is unknown again', async () => {
    await using medplum = await startWithBots();
    await (await connect(medplum)).close();
    medplum.wait(86_401);
    expect(await statusOf(medplum)).toEqual(['unknown', 'unknown']);
  });

  test('status, of all agents at once, names each', async () => {
    await using medplum = await startWithBots();
    const { body } = await medplum.send('fhir/R4/Agent/$bulk-status?name=Agent', { headers: caller });
    expect(body).toMatchObject({
      type: 'collection',
      entry: [{ resource: { parameter: [{ name: 'agent', resource: { id: botIds.agent } }, { name: 'result' }] } }],
    });
    const none = await medplum.send('fhir/R4/Agent/$bulk-status?name=nobody', { headers: caller });
    expect([none.status, textOf(none)]).toEqual([400, 'No agent(s) for given query']);
  });
});
