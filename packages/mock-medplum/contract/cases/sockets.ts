import { type Answer, textMember } from '#contract/answer.ts';
import { type Expected, forbidden, type Group, refuses, when } from '#contract/case.ts';
import { bearer } from '#contract/http-client.ts';
import { converse } from '#contract/socket-client.ts';
import type { World } from '#contract/world/world.ts';
import { asConfidential } from './as-confidential.ts';
import { echoBot } from './bots.ts';

const nobody = '00000000-0000-4000-8000-000000000000';
const hl7 = 'x-application/hl7-v2+er7';

/** An agent with one channel that leads to the Bot, and a device that it reaches. */
async function makeAgent(w: World): Promise<Readonly<{ agent: string; device: string }>> {
  const device = textMember(
    await asConfidential(w, 'POST', 'Device', { resourceType: 'Device', url: 'mllp://127.0.0.1:2575' }),
    'id',
  );
  const targetReference = { reference: `Bot/${(await echoBot(w)).id}` };
  const channel = [{ name: 'ch1', endpoint: { reference: `Endpoint/${nobody}` }, targetReference }];
  const resource = {
    resourceType: 'Agent',
    name: 'Contract',
    status: 'active',
    device: { reference: `Device/${device}` },
    channel,
  };
  return { agent: textMember(await asConfidential(w, 'POST', 'Agent', resource), 'id'), device };
}

const received = (...messages: readonly unknown[]): Expected => ({ status: 101, body: { received: messages } });
const agentError = (body: string): Expected => received({ type: 'agent:error', body });
const connect = (agentId?: string, accessToken?: string): object => ({
  type: 'agent:connect:request',
  agentId,
  accessToken,
});
const ask = (w: World, ...messages: readonly unknown[]): Promise<Answer> => converse(w.baseUrl, 'ws/agent', messages);

async function connected(w: World, ...messages: readonly ((token: string) => unknown)[]): Promise<Answer> {
  const [{ agent }, token] = [await makeAgent(w), await w.clientToken('admin')];
  return ask(w, connect(agent, token), ...messages.map((message) => message(token)));
}

const transmit =
  (body: string, contentType: string, callback: string) =>
  (accessToken: string): unknown => ({
    type: 'agent:transmit:request',
    accessToken,
    channel: 'ch1',
    remote: '10.0.0.1:1',
    contentType,
    body,
    callback,
  });

const agentConnected = { type: 'agent:connect:response' };

export const agentSocket: Group = {
  title: 'The socket of agents',
  cases: [
    when('AS01', 'there is no token', (w) => ask(w, connect(nobody)), agentError('Missing access token')),
    when(
      'AS02',
      'there is no agent',
      async (w) => ask(w, connect(undefined, await w.clientToken('admin'))),
      agentError('Missing agent ID'),
    ),
    when('AS03', 'the token is made up', (w) => ask(w, connect(nobody, 'abc')), agentError('Invalid access token')),
    when(
      'AS04',
      'agents are not in the policy',
      async (w) => ask(w, connect((await makeAgent(w)).agent, await w.clientToken('device'))),
      agentError('Forbidden'),
    ),
    when(
      'AS05',
      'the agent is unknown',
      async (w) => ask(w, connect(nobody, await w.clientToken('admin'))),
      agentError('Not found'),
    ),
    when(
      'AS06',
      'an agent connects and tells that it is there',
      (w) => connected(w, () => ({ type: 'agent:heartbeat:request' })),
      received(agentConnected, {
        type: 'agent:heartbeat:response',
        version: /^5\./,
      }),
    ),
    when(
      'AS07',
      'an agent passes a message on to the Bot',
      (w) => connected(w, transmit('hi', 'text/plain', 'cb1')),
      (w) =>
        received(agentConnected, {
          type: 'agent:transmit:response',
          channel: 'ch1',
          remote: '10.0.0.1:1',
          contentType: 'text/plain',
          statusCode: 200,
          callback: 'cb1',
          body: { input: 'hi', requester: { reference: `ClientApplication/${w.clients.admin.id}` } },
        }),
    ),
    when(
      'AS08',
      'the Bot fails',
      (w) => connected(w, transmit('{"fail":true}', 'application/json', 'cb2')),
      received(agentConnected, {
        type: 'agent:transmit:response',
        statusCode: 400,
        callback: 'cb2',
        body: /bot failed on purpose/,
      }),
    ),
    when(
      'AS09',
      'an agent passes on before it connects',
      async (w) => ask(w, transmit('x', 'text/plain', 'c')(await w.clientToken('admin'))),
      agentError('Not connected'),
    ),
    when(
      'AS10',
      'the channel is unknown',
      (w) =>
        connected(w, (accessToken) => ({ type: 'agent:transmit:request', accessToken, channel: 'nope', body: 'x' })),
      received(agentConnected, { type: 'agent:error', body: 'Channel not found' }),
    ),
    when(
      'AS11',
      'the message is of an unknown type',
      (w) => connected(w, () => ({ type: 'bogus' })),
      received(agentConnected, { type: 'agent:error', body: 'Unknown message type: bogus' }),
    ),
    when(
      'AS12',
      'the message is no JSON',
      (w) => connected(w, () => 'not json'),
      received(agentConnected, { type: 'agent:error', body: /not valid JSON$/ }),
    ),
    when('AS13', 'anything is sent to the echo', (w) => converse(w.baseUrl, 'ws/echo', ['hello']), received('hello')),
  ],
};

type Changes = Readonly<Record<string, unknown>>;

/** Pushes a message to a device by way of the agent. */
async function push(w: World, changes: Changes = {}, token?: string): Promise<Answer> {
  const { agent, device } = await makeAgent(w);
  const fields: Changes = { body: 'MSH|hi', contentType: hl7, destination: `Device/${device}`, ...changes };
  return w.fhir('POST', `Agent/${agent}/$push`, bearer(token ?? (await w.clientToken('confidential'))), fields);
}

const pushed: Expected = { status: 200, says: 'informational: All OK' };

export const agentPush: Group = {
  title: 'Pushing by way of an agent',
  cases: [
    when('AG01', 'the agent is away', (w) => push(w), pushed),
    when(
      'AG02',
      'the agent is away and an answer is waited for',
      (w) => push(w, { waitForResponse: true, waitTimeout: 1000 }),
      refuses(400, 'invalid: Timeout'),
    ),
    when(
      'AG03',
      'the body is missing',
      (w) => push(w, { body: undefined }),
      refuses(400, 'invalid: Missing body parameter'),
    ),
    when(
      'AG04',
      'the type is missing',
      (w) => push(w, { contentType: undefined }),
      refuses(400, 'invalid: Missing contentType parameter'),
    ),
    when(
      'AG05',
      'the destination is missing',
      (w) => push(w, { destination: undefined }),
      refuses(400, 'invalid: Missing destination parameter'),
    ),
    when(
      'AG06',
      'the device has no address',
      (w) => push(w, { destination: `Device/${w.device}` }),
      refuses(400, 'invalid: Destination device missing url'),
    ),
    when(
      'AG07',
      'the device is unknown',
      (w) => push(w, { destination: `Device/${nobody}` }),
      refuses(400, 'invalid: Destination device not found'),
    ),
    when(
      'AG08',
      'the wait is too long',
      (w) => push(w, { waitForResponse: true, waitTimeout: 99_999 }),
      refuses(400, 'invalid: Invalid wait timeout'),
    ),
    when('AG09', 'agents are not in the policy', async (w) => push(w, {}, await w.clientToken('device')), forbidden),
    when(
      'AG10',
      'the state of an agent is asked for that never connected',
      async (w) => {
        return asConfidential(w, 'GET', `Agent/${(await makeAgent(w)).agent}/$status`);
      },
      { status: 200, body: { resourceType: 'Parameters' } },
    ),
  ],
};

const subscriber = (w: World, ...messages: readonly unknown[]): Promise<Answer> =>
  converse(w.baseUrl, 'ws/subscriptions-r4', messages);

/** Subscribes to Communications and gets the token that a socket is bound with. */
async function bindingToken(w: World): Promise<string> {
  const resource = {
    resourceType: 'Subscription',
    status: 'active',
    reason: 'contract',
    criteria: 'Communication',
    channel: { type: 'websocket' },
  };
  const id = textMember(await asConfidential(w, 'POST', 'Subscription', resource), 'id');
  const { body } = await asConfidential(w, 'GET', `Subscription/${id}/$get-ws-binding-token`);
  const { parameter } = body as { parameter: { name: string; valueString?: string }[] };
  return parameter.find(({ name }) => name === 'token')?.valueString ?? '';
}

export const subscriptionSocket: Group = {
  title: 'The socket of subscribers',
  cases: [
    when(
      'SU01',
      'the token is made up',
      (w) => subscriber(w, { type: 'bind-with-token', payload: { token: 'abc' } }),
      received({
        resourceType: 'OperationOutcome',
        issue: [{ code: 'invalid', details: { text: 'Token failed to validate. Check token expiry.' } }],
      }),
    ),
    when(
      'SU02',
      'the socket is asked whether it is there',
      (w) => subscriber(w, { type: 'ping' }),
      received({ type: 'pong' }),
    ),
    when(
      'SU03',
      'the token is right',
      async (w) => subscriber(w, { type: 'bind-with-token', payload: { token: await bindingToken(w) } }),
      received({
        resourceType: 'Bundle',
        type: 'history',
        entry: [{ resource: { resourceType: 'SubscriptionStatus', status: 'active', type: 'handshake' } }],
      }),
    ),
  ],
};
