import { expect, onTestFinished, test, vi } from 'vitest';
import type { MedplumSession } from '#medplum/sign-in.ts';
import { glucose, resultMessage } from '#test/hl7-text.ts';
import { transactionOf } from '#test/lab-transaction.ts';
import { agentSocket } from './feature.ts';

type Sent = Readonly<{ type: string; accessToken?: string; callback?: string; version?: string }>;
type Answer = (message: Sent) => object | string | undefined;

/** Stands in for Medplum's end of the socket, which `answer` plays; returns what it was told and how often it was opened. */
function playServer(answer: Answer) {
  const sent: Sent[] = [];
  const sockets: EventTarget[] = [];
  class PlayedSocket extends EventTarget {
    static readonly OPEN = 1;
    readyState = 1;
    constructor() {
      super();
      sockets.push(this);
      queueMicrotask(() => this.dispatchEvent(new Event('open')));
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
  return { refreshIfExpired, deliver: async () => deliver?.([message]) };
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

test('[D3] agent socket, asked for a sign of life, answers; given no JSON, waits and lives on', async () => {
  const { sent, sockets } = playServer(answered('ok'));
  const { deliver } = createDeliver();
  await deliver();

  const data = JSON.stringify({ type: 'agent:heartbeat:request' });
  sockets[0]?.dispatchEvent(new MessageEvent('message', { data }));
  expect(sent.at(-1)).toEqual({ type: 'agent:heartbeat:response', version: 'device-agent' });

  playServer(() => 'no JSON');
  await expect(createDeliver().deliver()).rejects.toMatchObject({ code: 'unreachable' });
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
