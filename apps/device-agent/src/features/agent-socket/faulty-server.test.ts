import { expect, onTestFinished, test, vi } from 'vitest';
import type { MedplumSession } from '#medplum/sign-in.ts';
import { glucose, resultMessage } from '#test/hl7-text.ts';
import { transactionOf } from '#test/lab-transaction.ts';
import { agentSocket } from './feature.ts';

type Sent = Readonly<{ type: string; accessToken?: string; callback?: string; version?: string }>;
type Answer = (message: Sent) => object | string | undefined;

/** Stands in for Medplum's end of the socket, which `answer` plays; returns what it was told and how often it was opened. */
function playServer(answer: Answer, opens: 'open' | 'error' | 'nothing' = 'open') {
  const sent: Sent[] = [];
  const sockets: PlayedSocket[] = [];
  class PlayedSocket extends EventTarget {
    static readonly OPEN = 1;
    readyState = 1;
    readonly url: string;
    constructor(url: string) {
      super();
      this.url = url;
      sockets.push(this);
      queueMicrotask(() => this.dispatchEvent(new Event(opens)));
    }
    send(text: string): void {
      const message = JSON.parse(text) as Sent;
      sent.push(message);
      const told = answer(message);
      if (told !== undefined) {
        const data = typeof told === 'string' ? told : JSON.stringify(told);
        queueMicrotask(() => this.dispatchEvent(new MessageEvent('message', { data })));
      }
    }
    close(): void {
      this.readyState = 3;
    }
  }
  vi.stubGlobal('WebSocket', PlayedSocket);
  return { sent, sockets };
}

const connected = { type: 'agent:connect:response' };
const answered =
  (body: unknown): Answer =>
  ({ type, callback }) =>
    type === 'agent:connect:request' ? connected : { type: 'agent:transmit:response', callback, statusCode: 200, body };

function createDeliver() {
  const refreshIfExpired = vi.fn<() => Promise<void>>().mockResolvedValue();
  const client = { refreshIfExpired, getAccessToken: () => 'token', getBaseUrl: () => 'http://127.0.0.1:1/' };
  const session: MedplumSession = {
    withClient: async (work) => work(client as never),
    state: () => ({ credential: undefined, renewsAt: undefined }),
  };
  const body = resultMessage([glucose]);
  const original = { contentType: 'x-application/hl7-v2+er7', text: body.toString() };
  const message = { ...transactionOf(body), id: 1, attempts: 0, original };
  const deliver = agentSocket.read({ DEVICE_AGENT_SOCKET_AGENT: 'Agent/1' })?.deliver?.(session);
  return { refreshIfExpired, message, deliver: async (messages = [message]) => deliver?.(messages) };
}

test('[D7] agent socket, that is let in later, opens another socket and does not stay on the refused one', async () => {
  let isKnown = false;
  const good = answered('ok');
  const { sockets } = playServer((message) => (isKnown ? good(message) : { type: 'agent:error', body: 'Forbidden' }));
  const { deliver } = createDeliver();
  await expect(deliver()).rejects.toMatchObject({ code: 'unreachable', message: expect.stringContaining('Forbidden') });
  isKnown = true;

  expect(await deliver()).toMatchObject([{ failure: undefined, refusals: [] }]);
  expect(sockets).toHaveLength(2);
});

test('[F7] agent socket, before each message, lets the SDK renew the token, and keeps its one socket', async () => {
  const { sockets, sent } = playServer(answered('ok'));
  const { deliver, refreshIfExpired } = createDeliver();

  await deliver();
  await deliver();

  expect([refreshIfExpired.mock.calls.length, sockets.length]).toEqual([2, 1]);
  expect(sent.map(({ type, accessToken }) => [type, accessToken])).toEqual([
    ['agent:connect:request', 'token'],
    ['agent:transmit:request', 'token'],
    ['agent:transmit:request', 'token'],
  ]);
});

test.each([
  ['AR', 'MSH|^~\\&|A\rMSA|AR|M1\r', { refusals: ['refused by the Bot: its acknowledgment is AE or AR'] }],
  ['AE', 'MSH|^~\\&|A\rMSA|AE|M1\rERR||PID^1^3|101\r', { failure: undefined, results: [] }],
  ['AE for a fault of its own', 'MSH|^~\\&|A\rMSA|AE|M1\rERR|||207\r', { failure: { code: 'failed' }, results: [] }],
  ['AA', 'MSH|^~\\&|A\rMSA|AA|M1\r', { failure: undefined, refusals: [] }],
])(
  '[F11] agent socket, whose Bot answers %s with status 200, believes the acknowledgment',
  async (_, body, expected) => {
    playServer(answered(body));

    expect(await createDeliver().deliver()).toMatchObject([expected]);
  },
);

test('[D7] agent socket, that breaks after some messages, says which the Bot has: none goes to it twice', async () => {
  let count = 0;
  const good = answered('ok');
  const { sent } = playServer((message) => {
    count += 1;
    return count > 3 ? { type: 'agent:error', body: 'gone' } : good(message);
  });
  const { deliver, message } = createDeliver();
  const messages = ['a', 'b', 'c'].map((key, id) => ({ ...message, key, id }));

  expect(await deliver(messages)).toMatchObject([{ message: { key: 'a' } }, { message: { key: 'b' } }]);
  await expect(deliver(messages.slice(2))).rejects.toMatchObject({ code: 'unreachable' });
  expect(sent.filter(({ callback }) => callback === 'a')).toHaveLength(1);
});

test('[D3] agent socket, given a message about two patients, hands it on once, under the name of the agent', async () => {
  const { sent, sockets } = playServer(answered('ok'));
  const { deliver, message } = createDeliver();

  const deliveries = await deliver([message, { ...message, original: undefined } as never]);

  expect(deliveries).toMatchObject([
    { results: [{ test: 'Message', reference: 'taken by the Bot' }] },
    { failure: undefined },
  ]);
  expect(sent).toEqual([
    { type: 'agent:connect:request', accessToken: 'token', agentId: '1' },
    {
      type: 'agent:transmit:request',
      accessToken: 'token',
      channel: 'hl7',
      remote: 'M1',
      contentType: 'x-application/hl7-v2+er7',
      body: message.original.text,
      callback: message.key,
    },
  ]);
  expect(sockets.map(({ url }) => url)).toEqual(['ws://127.0.0.1:1/ws/agent']);
});

test('[D3] agent socket, whose Bot answers with no text, has handed the message on, and waits no more', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  playServer(answered({ ok: true }));

  expect(await createDeliver().deliver()).toMatchObject([{ failure: undefined, refusals: [] }]);
  expect(vi.getTimerCount()).toBe(0);
});

test('[D3] agent socket, told something else before it is let in, waits until it is', async () => {
  const { sent, sockets } = playServer(({ type }) => (type === 'agent:connect:request' ? { type: 'agent:stats' } : {}));
  const problem = problemOf(createDeliver().deliver());
  await vi.waitFor(() => expect(sent).toHaveLength(1));

  sockets[0]?.dispatchEvent(new Event('close'));

  expect(await problem).toMatchObject({ code: 'unreachable' });
  expect(sent).toHaveLength(1);
});

test.each(['null', '5', '"text"', '[]', 'no JSON'])(
  '[D7] agent socket, told %s by a server that is none of Medplum, lives on and waits',
  async (text) => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    playServer(() => text);
    const problem = problemOf(createDeliver().deliver());

    await vi.advanceTimersByTimeAsync(30_000);

    expect(await problem).toMatchObject({ code: 'unreachable' });
  },
);

test.each([
  ['that is refused', 'error', 0],
  ['to which nobody answers', 'nothing', 30_000],
] as const)('[D7] agent socket, %s, is an outage, and is tried anew', async (_, opens, waitMs) => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { sockets } = playServer(silent, opens);
  const { deliver } = createDeliver();

  for (const times of [1, 2]) {
    const problem = problemOf(deliver());
    await vi.advanceTimersByTimeAsync(waitMs);
    expect(await problem).toMatchObject({ code: 'unreachable', message: 'The agent socket cannot be opened' });
    expect(sockets.map(({ readyState }) => readyState)).toEqual(Array.from({ length: times }, () => 3));
  }
});

test.each([
  [500, { failure: { code: 'failed', message: 'The Bot answered 500' }, refusals: [] }],
  [undefined, { failure: { code: 'failed', message: 'The Bot answered nothing' } }],
])('[F11] agent socket, whose Bot ends with %s, keeps the message', async (statusCode, expected) => {
  playServer(({ type, callback }) =>
    type === 'agent:connect:request'
      ? connected
      : { type: 'agent:transmit:response', callback, statusCode, body: 'MSH|^~\\&|A\rMSA|AR|M1\r' },
  );

  expect(await createDeliver().deliver()).toMatchObject([{ ...expected, results: [] }]);
});

test('[D1] agent socket, asks of the policy to read its Agent and the Bot, and nothing else', () => {
  const part = agentSocket.read({ DEVICE_AGENT_SOCKET_AGENT: 'Agent/1' });

  expect(part?.needs?.({} as never)).toEqual([
    { resourceType: 'Agent', interaction: ['read'] },
    { resourceType: 'Bot', interaction: ['read'] },
  ]);
});

test.each(['Agent/', 'Agent/a b', 'Device/1', 'xAgent/1', 'Agent/1/2', `Agent/${'1'.repeat(65)}`])(
  'agent socket, of %s, which is no Agent, does not start',
  (agent) => {
    expect(() => agentSocket.read({ DEVICE_AGENT_SOCKET_AGENT: agent })).toThrow('must be a reference');
    expect(agentSocket.read({})).toBeUndefined();
  },
);

test('[D3] agent socket, asked for a sign of life, answers', async () => {
  const { sent, sockets } = playServer(answered('ok'));
  const { deliver } = createDeliver();
  await deliver();

  const data = JSON.stringify({ type: 'agent:heartbeat:request' });
  sockets[0]?.dispatchEvent(new MessageEvent('message', { data }));
  expect(sent.at(-1)).toEqual({ type: 'agent:heartbeat:response', version: 'device-agent' });
});

const problemOf = async (delivering: Promise<unknown>): Promise<unknown> => {
  try {
    return await delivering;
  } catch (error) {
    return error;
  }
};
const silent: Answer = ({ type }) => (type === 'agent:connect:request' ? connected : undefined);

test('[D7] agent socket, that closes before the Bot has answered, is an outage', async () => {
  const { sent, sockets } = playServer(silent);
  const problem = problemOf(createDeliver().deliver());
  await vi.waitFor(() => expect(sent).toHaveLength(2));

  sockets[0]?.dispatchEvent(new Event('close'));

  expect(await problem).toMatchObject({ code: 'unreachable', message: 'The agent socket was closed' });
});

test('[D7] agent socket, on which no answer comes, is given up after its time and opened anew', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { sockets } = playServer(silent);
  const { deliver } = createDeliver();

  for (let times = 1; times <= 2; times += 1) {
    const problem = problemOf(deliver());
    await vi.advanceTimersByTimeAsync(600_000);
    expect(await problem).toMatchObject({ code: 'unreachable', message: 'No answer on the agent socket' });
    expect(sockets).toHaveLength(times);
  }
});

test('[F11] agent socket, given the answer to another message first, waits for the answer to this one', async () => {
  const { sent, sockets } = playServer(silent);
  const delivering = createDeliver().deliver();
  await vi.waitFor(() => expect(sent).toHaveLength(2));
  const tell = (callback: string | undefined, body: string): void => {
    const data = JSON.stringify({ type: 'agent:transmit:response', callback, statusCode: 200, body });
    sockets[0]?.dispatchEvent(new MessageEvent('message', { data }));
  };

  tell('another', 'MSH|^~\\&|A\rMSA|AR|M1\r');
  tell(sent[1]?.callback, 'ok');

  expect(await delivering).toMatchObject([{ refusals: [], failure: undefined }]);
});
