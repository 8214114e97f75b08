import { type Answer, textMember } from '#contract/answer.ts';
import { type Expected, forbidden, type Group, refuses, when } from '#contract/case.ts';
import { bearer } from '#contract/http-client.ts';
import type { Setup } from '#contract/setup/setup.ts';
import { converse } from '#contract/socket-client.ts';
import { asConfidential } from './as-confidential.ts';
import { echoBot } from './bots.ts';

const nobody = '00000000-0000-4000-8000-000000000000';
const hl7 = 'x-application/hl7-v2+er7';

/** An agent with one channel that leads to the Bot, and a device that it reaches. */
async function makeAgent(setup: Setup): Promise<Readonly<{ agent: string; device: string }>> {
  const device = textMember(
    await asConfidential(setup, 'POST', 'Device', { resourceType: 'Device', url: 'mllp://127.0.0.1:2575' }),
    'id',
  );
  const targetReference = { reference: `Bot/${(await echoBot(setup)).id}` };
  const channel = [{ name: 'ch1', endpoint: { reference: `Endpoint/${nobody}` }, targetReference }];
  const resource = {
    resourceType: 'Agent',
    name: 'Contract',
    status: 'active',
    device: { reference: `Device/${device}` },
    channel,
  };
  return { agent: textMember(await asConfidential(setup, 'POST', 'Agent', resource), 'id'), device };
}

const received = (...messages: readonly unknown[]): Expected => ({ status: 101, body: { received: messages } });
const agentError = (body: string): Expected => received({ type: 'agent:error', body });
const connect = (agentId?: string, accessToken?: string): object => ({
  type: 'agent:connect:request',
  agentId,
  accessToken,
});
const ask = (setup: Setup, ...messages: readonly unknown[]): Promise<Answer> =>
  converse(setup.baseUrl, 'ws/agent', messages);

async function connected(setup: Setup, ...messages: readonly ((token: string) => unknown)[]): Promise<Answer> {
  const [{ agent }, token] = [await makeAgent(setup), await setup.clientToken('admin')];
  return ask(setup, connect(agent, token), ...messages.map((message) => message(token)));
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
    when('AS01', 'there is no token', (setup) => ask(setup, connect(nobody)), agentError('Missing access token')),
    when(
      'AS02',
      'there is no agent',
      async (setup) => ask(setup, connect(undefined, await setup.clientToken('admin'))),
      agentError('Missing agent ID'),
    ),
    when(
      'AS03',
      'the token is made up',
      (setup) => ask(setup, connect(nobody, 'abc')),
      agentError('Invalid access token'),
    ),
    when(
      'AS04',
      'agents are not in the policy',
      async (setup) => ask(setup, connect((await makeAgent(setup)).agent, await setup.clientToken('device'))),
      agentError('Forbidden'),
    ),
    when(
      'AS05',
      'the agent is unknown',
      async (setup) => ask(setup, connect(nobody, await setup.clientToken('admin'))),
      agentError('Not found'),
    ),
    when(
      'AS06',
      'an agent connects and tells that it is there',
      (setup) => connected(setup, () => ({ type: 'agent:heartbeat:request' })),
      received(agentConnected, {
        type: 'agent:heartbeat:response',
        version: /^5\./,
      }),
    ),
    when(
      'AS07',
      'an agent passes a message on to the Bot',
      (setup) => connected(setup, transmit('hi', 'text/plain', 'cb1')),
      (setup) =>
        received(agentConnected, {
          type: 'agent:transmit:response',
          channel: 'ch1',
          remote: '10.0.0.1:1',
          contentType: 'text/plain',
          statusCode: 200,
          callback: 'cb1',
          body: { input: 'hi', requester: { reference: `ClientApplication/${setup.clients.admin.id}` } },
        }),
    ),
    when(
      'AS08',
      'the Bot fails',
      (setup) => connected(setup, transmit('{"fail":true}', 'application/json', 'cb2')),
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
      async (setup) => ask(setup, transmit('x', 'text/plain', 'c')(await setup.clientToken('admin'))),
      agentError('Not connected'),
    ),
    when(
      'AS10',
      'the channel is unknown',
      (setup) =>
        connected(setup, (accessToken) => ({
          type: 'agent:transmit:request',
          accessToken,
          channel: 'nope',
          body: 'x',
        })),
      received(agentConnected, { type: 'agent:error', body: 'Channel not found' }),
    ),
    when(
      'AS11',
      'the message is of an unknown type',
      (setup) => connected(setup, () => ({ type: 'bogus' })),
      received(agentConnected, { type: 'agent:error', body: 'Unknown message type: bogus' }),
    ),
    when(
      'AS12',
      'the message is no JSON',
      (setup) => connected(setup, () => 'not json'),
      received(agentConnected, { type: 'agent:error', body: /not valid JSON$/ }),
    ),
    when(
      'AS13',
      'anything is sent to the echo',
      (setup) => converse(setup.baseUrl, 'ws/echo', ['hello']),
      received('hello'),
    ),
  ],
};

type Changes = Readonly<Record<string, unknown>>;

/** Pushes a message to a device by way of the agent. */
async function push(setup: Setup, changes: Changes = {}, token?: string): Promise<Answer> {
  const { agent, device } = await makeAgent(setup);
  const fields: Changes = { body: 'MSH|hi', contentType: hl7, destination: `Device/${device}`, ...changes };
  return setup.fhir('POST', `Agent/${agent}/$push`, bearer(token ?? (await setup.clientToken('confidential'))), fields);
}

const pushed: Expected = { status: 200, says: 'informational: All OK' };

export const agentPush: Group = {
  title: 'Pushing by way of an agent',
  cases: [
    when('AG01', 'the agent is away', (setup) => push(setup), pushed),
    when(
      'AG02',
      'the agent is away and an answer is waited for',
      (setup) => push(setup, { waitForResponse: true, waitTimeout: 1000 }),
      refuses(400, 'invalid: Timeout'),
    ),
    when(
      'AG03',
      'the body is missing',
      (setup) => push(setup, { body: undefined }),
      refuses(400, 'invalid: Missing body parameter'),
    ),
    when(
      'AG04',
      'the type is missing',
      (setup) => push(setup, { contentType: undefined }),
      refuses(400, 'invalid: Missing contentType parameter'),
    ),
    when(
      'AG05',
      'the destination is missing',
      (setup) => push(setup, { destination: undefined }),
      refuses(400, 'invalid: Missing destination parameter'),
    ),
    when(
      'AG06',
      'the device has no address',
      (setup) => push(setup, { destination: `Device/${setup.device}` }),
      refuses(400, 'invalid: Destination device missing url'),
    ),
    when(
      'AG07',
      'the device is unknown',
      (setup) => push(setup, { destination: `Device/${nobody}` }),
      refuses(400, 'invalid: Destination device not found'),
    ),
    when(
      'AG08',
      'the wait is too long',
      (setup) => push(setup, { waitForResponse: true, waitTimeout: 99_999 }),
      refuses(400, 'invalid: Invalid wait timeout'),
    ),
    when(
      'AG09',
      'agents are not in the policy',
      async (setup) => push(setup, {}, await setup.clientToken('device')),
      forbidden,
    ),
    when(
      'AG10',
      'the state of an agent is asked for that never connected',
      async (setup) => {
        return asConfidential(setup, 'GET', `Agent/${(await makeAgent(setup)).agent}/$status`);
      },
      { status: 200, body: { resourceType: 'Parameters' } },
    ),
  ],
};

const subscriber = (setup: Setup, ...messages: readonly unknown[]): Promise<Answer> =>
  converse(setup.baseUrl, 'ws/subscriptions-r4', messages);

/** Subscribes to Communications and gets the token that a socket is bound with. */
async function bindingToken(setup: Setup): Promise<string> {
  const resource = {
    resourceType: 'Subscription',
    status: 'active',
    reason: 'contract',
    criteria: 'Communication',
    channel: { type: 'websocket' },
  };
  const id = textMember(await asConfidential(setup, 'POST', 'Subscription', resource), 'id');
  const { body } = await asConfidential(setup, 'GET', `Subscription/${id}/$get-ws-binding-token`);
  const { parameter } = body as { parameter: { name: string; valueString?: string }[] };
  return parameter.find(({ name }) => name === 'token')?.valueString ?? '';
}

export const subscriptionSocket: Group = {
  title: 'The socket of subscribers',
  cases: [
    when(
      'SU01',
      'the token is made up',
      (setup) => subscriber(setup, { type: 'bind-with-token', payload: { token: 'abc' } }),
      received({
        resourceType: 'OperationOutcome',
        issue: [{ code: 'invalid', details: { text: 'Token failed to validate. Check token expiry.' } }],
      }),
    ),
    when(
      'SU02',
      'the socket is asked whether it is there',
      (setup) => subscriber(setup, { type: 'ping' }),
      received({ type: 'pong' }),
    ),
    when(
      'SU03',
      'the token is right',
      async (setup) => subscriber(setup, { type: 'bind-with-token', payload: { token: await bindingToken(setup) } }),
      received({
        resourceType: 'Bundle',
        type: 'history',
        entry: [{ resource: { resourceType: 'SubscriptionStatus', status: 'active', type: 'handshake' } }],
      }),
    ),
  ],
};
