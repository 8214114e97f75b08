import type { Observation } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { botHandlers, botIds, botResources } from '#bots/test-bots.ts';
import { ids } from '#project/test-project.ts';
import { startTestMedplum, type TestMedplum } from '#test-medplum.ts';
import { openSocket, type TestSocket } from './test-socket.ts';

const startWithBots = async (): Promise<TestMedplum> =>
  startTestMedplum({ resources: botResources(), bots: botHandlers });

/** Opens a socket as the agent, with the token of a client. */
async function connect(medplum: TestMedplum, clientId: string): Promise<{ socket: TestSocket; accessToken: string }> {
  const accessToken = await medplum.clientToken(clientId);
  const socket = await openSocket(medplum.baseUrl, 'ws/agent');
  const answer = await socket.ask({ type: 'agent:connect:request', agentId: botIds.agent, accessToken });
  expect(answer).toEqual({ type: 'agent:connect:response' });
  return { socket, accessToken };
}

const message = (accessToken: string, more: object): object => ({
  type: 'agent:transmit:request',
  accessToken,
  channel: 'ch1',
  remote: '10.0.0.1:1',
  contentType: 'application/json',
  ...more,
});

describe('/ws/agent, connecting', () => {
  test('agent, that lacks something, is told what, and the socket stays open', async () => {
    await using medplum = await startWithBots();
    const accessToken = await medplum.clientToken(ids.admin);
    const deviceToken = await medplum.clientToken(ids.device);
    await using socket = await openSocket(medplum.baseUrl, 'ws/agent');
    const request = { type: 'agent:connect:request', agentId: botIds.agent };
    const answers = [
      await socket.ask(request),
      await socket.ask({ type: 'agent:connect:request', accessToken }),
      await socket.ask({ ...request, accessToken: 'abc' }),
      await socket.ask({ ...request, accessToken: deviceToken }),
      await socket.ask({ ...request, accessToken, agentId: ids.nothing }),
      await socket.ask({ ...request, accessToken }),
    ];
    expect(answers).toEqual([
      { type: 'agent:error', body: 'Missing access token' },
      { type: 'agent:error', body: 'Missing agent ID' },
      { type: 'agent:error', body: 'Invalid access token' },
      { type: 'agent:error', body: 'Forbidden' },
      { type: 'agent:error', body: 'Not found' },
      { type: 'agent:connect:response' },
    ]);
  });

  test('agent, that says what nobody understands, is told so', async () => {
    await using medplum = await startWithBots();
    await using socket = await openSocket(medplum.baseUrl, 'ws/agent');
    expect(await socket.ask({ type: 'bogus' })).toEqual({ type: 'agent:error', body: 'Unknown message type: bogus' });
    expect(await socket.ask('not json')).toEqual({
      type: 'agent:error',
      body: `Unexpected token 'o', "not json" is not valid JSON`,
    });
  });

  test.each([
    ['type', '{"type":@}'],
    ['accessToken', '{"type":"agent:connect:request","agentId":"x","accessToken":@}'],
    ['callback', '{"type":"agent:transmit:response","callback":@}'],
  ])('[L5] message, whose %s is nested too deep, is refused, and the socket stays open', async (_member, text) => {
    await using medplum = await startWithBots();
    await using socket = await openSocket(medplum.baseUrl, 'ws/agent');

    const answer = await socket.ask(text.replace('@', '['.repeat(100_000) + ']'.repeat(100_000)));

    expect(answer).toEqual({ type: 'agent:error', body: 'JSON is nested too deep: send at most 100 levels' });
    expect(await socket.ask({ type: 'agent:heartbeat:request' })).toMatchObject({ type: 'agent:heartbeat:response' });
  });

  test('heartbeat, asked for, is answered with the version of the server', async () => {
    await using medplum = await startWithBots();
    await using socket = await openSocket(medplum.baseUrl, 'ws/agent');
    expect(await socket.ask({ type: 'agent:heartbeat:request' })).toEqual({
      type: 'agent:heartbeat:response',
      version: '5.1.29-mock',
    });
  });
});

describe('/ws/agent, transmitting', () => {
  test('message of a device, whose channel has a Bot, is answered by the Bot', async () => {
    await using medplum = await startWithBots();
    const { socket, accessToken } = await connect(medplum, ids.admin);
    const text = await socket.ask(message(accessToken, { contentType: 'text/plain', body: 'hi', callback: 'cb1' }));
    expect(text).toEqual({
      type: 'agent:transmit:response',
      channel: 'ch1',
      remote: '10.0.0.1:1',
      contentType: 'text/plain',
      statusCode: 200,
      body: {
        input: 'hi',
        contentType: 'text/plain',
        requester: { reference: `ClientApplication/${ids.admin}`, display: 'admin' },
        bot: { reference: `Bot/${botIds.echo}`, display: 'echo' },
        secretsKeys: ['SIGNING_KEY'],
      },
      callback: 'cb1',
    });
    const failed = await socket.ask(message(accessToken, { body: '{"fail":true}', callback: 'cb2' }));
    expect(failed).toMatchObject({ contentType: 'application/json', statusCode: 400, callback: 'cb2' });
    expect(JSON.parse(String(failed['body']))).toEqual({
      resourceType: 'OperationOutcome',
      issue: [{ severity: 'error', code: 'invalid', details: { text: 'bot failed on purpose' } }],
    });
    const silent = await socket.ask(message(accessToken, { body: '{"nothing":true}' }));
    expect(silent).toMatchObject({ statusCode: 200, body: 'Bot execution logs:\n' });
  });

  test('message, that lacks something, is refused with agent:error', async () => {
    await using medplum = await startWithBots();
    const { socket, accessToken } = await connect(medplum, ids.admin);
    const answers = [
      await socket.ask({ type: 'agent:transmit:request', channel: 'ch1', body: 'x' }),
      await socket.ask(message(accessToken, { channel: undefined, body: 'x' })),
      await socket.ask(message(accessToken, {})),
      await socket.ask(message('abc', { body: 'x' })),
      await socket.ask(message(accessToken, { channel: 'nope', body: 'x' })),
    ];
    expect(answers.map(({ body }) => body)).toEqual([
      'Missing access token',
      'Missing channel',
      'Missing body',
      'Invalid access token',
      'Channel not found',
    ]);
  });

  test('message, sent before the agent has connected, is refused', async () => {
    await using medplum = await startWithBots();
    await using socket = await openSocket(medplum.baseUrl, 'ws/agent');
    const answer = await socket.ask(message(await medplum.clientToken(ids.admin), { body: 'x' }));
    expect(answer).toEqual({ type: 'agent:error', body: 'Not connected' });
  });

  test('[F1] Bot, run for an agent, can do what the agent may and not what its own policy says', async () => {
    await using medplum = await startWithBots();
    const { socket, accessToken } = await connect(medplum, botIds.caller);
    const refused = await socket.ask(message(accessToken, { body: '{"write":true}' }));
    expect(refused).toMatchObject({ statusCode: 400, body: expect.stringContaining('Forbidden') });
    const allowed = await socket.ask(message(await medplum.clientToken(ids.admin), { body: '{"write":true}' }));
    const { id = '' } = allowed['body'] as Observation;
    expect(medplum.tenant.store.get('Observation', id)?.meta?.author?.reference).toBe(`ClientApplication/${ids.admin}`);
  });

  test('message, whose token was revoked, is refused', async () => {
    await using medplum = await startWithBots();
    const { socket, accessToken } = await connect(medplum, ids.admin);
    await medplum.send('oauth2/logout', { method: 'POST', headers: { authorization: `Bearer ${accessToken}` } });
    expect(await socket.ask(message(accessToken, { body: '{}' }))).toMatchObject({ body: 'Invalid access token' });
  });

  test('message, for an Agent that was deleted, is refused', async () => {
    await using medplum = await startWithBots();
    const { socket, accessToken } = await connect(medplum, ids.admin);
    const headers = { authorization: `Bearer ${accessToken}` };
    await medplum.send(`fhir/R4/Agent/${botIds.agent}`, { method: 'DELETE', headers });
    const answer = await socket.ask(message(accessToken, { body: '{}' }));
    expect(answer).toEqual({ type: 'agent:error', body: 'Gone' });
  });
});
