import { once } from 'node:events';
import { createServer } from 'node:net';
import { connect, type AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { describeFailure } from '#commands/failure.ts';
import { listen } from '#commands/listen.ts';
import { createTestInput } from '#test/input.ts';
import { createAstmServer } from './astm-server.ts';
import { astm } from './feature.ts';
import { readAstmSettings } from './settings.ts';
import { ack, end, enq, eot, frame, frames, glucose, head, nak, order, panel, patient } from './test-messages.ts';

type SetUp = Readonly<{ verdict?: () => 'added'; env?: Record<string, string>; limits?: Record<string, number> }>;

/** Connects as an analyzer. `say` sends something and waits for as many answers as it has lines. */
async function setUp({ verdict, env = {}, limits = {} }: SetUp = {}) {
  const input = createTestInput(verdict);
  const settings = readAstmSettings({ DEVICE_AGENT_ASTM_PORT: '0', ...env });
  if (!settings) {
    throw new Error('not switched on');
  }
  const server = createAstmServer({ settings, context: input.context, limits });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  onTestFinished(() => {
    socket.destroy();
    server.close();
  });
  let heard = '';
  socket.on('data', (chunk) => void (heard += chunk.toString('latin1')));
  socket.on('error', () => undefined);
  const closed = once(socket, 'close');
  const say = async (bytes: string, answers = 1): Promise<string> => {
    heard = '';
    socket.write(Buffer.from(bytes, 'latin1'));
    while (heard.length < answers) {
      await once(socket, 'data');
    }
    return heard;
  };
  const send = async (records: readonly string[]): Promise<string> => {
    const begun = await say(enq);
    const answers = await say(frames(records).join(''), records.length);
    socket.write(eot);
    return begun + answers;
  };
  return { ...input, say, send, socket, closed };
}

test('[D3] astm, given a panel, queues the Observation that the same HL7 would make', async () => {
  const { send, taken } = await setUp();

  expect(await send(panel)).toBe(ack.repeat(6));
  const [message] = taken();
  expect(message?.channel).toBe('astm');
  expect(message?.entries[0]?.resource).toMatchObject({
    resourceType: 'Observation',
    status: 'final',
    code: { coding: [{ system: 'https://clinic.example/device-agent/codes/L', code: 'GLU' }] },
    subject: { identifier: { system: 'https://clinic.example/mrn', value: 'RC-1001' } },
    effectiveDateTime: '2026-09-14T08:00:00+02:00',
    valueQuantity: { value: 96, unit: 'mg/dL' },
    referenceRange: [{ low: { value: 70 }, high: { value: 105 } }],
    interpretation: [{ coding: [{ code: 'N' }] }],
    specimen: { identifier: { value: 'S-77' } },
  });
});

test('[D3] astm, given a standard code, a comparator, text, comments and escapes, keeps each', async () => {
  const { send, taken } = await setUp();
  const results = [
    'R|1|2345-7^Glucose^LN^GLU|<0.5|mg/dL|||||',
    'C|1|I|hemolysis &F& &S&',
    'R|2|^^^COL|pale ~yellow|||||C',
  ];

  await send([head, patient, order, ...results, end]);

  const found = taken().flatMap(({ entries }) => entries.map(({ resource }) => resource));
  expect(found).toMatchObject([
    { code: { coding: [{ system: 'http://loinc.org', code: '2345-7' }, { code: 'GLU' }] } },
    { valueString: 'pale ~yellow', status: 'corrected' },
  ]);
  expect(found[0]).toMatchObject({
    status: 'unknown',
    valueQuantity: { value: 0.5, comparator: '<' },
    note: [{ text: 'hemolysis | ^' }],
  });
});

test('[D3] astm, given a record that spans frames and no CR before ETX, reads it whole', async () => {
  const { say, taken } = await setUp();
  const [begin, rest] = [glucose.slice(0, 9), glucose.slice(9)];
  await say(enq);

  const first = [frame(1, head), frame(2, patient), frame(3, order), frame(4, begin, '\x17')];
  const answers = await say([...first, frame(5, rest), frame(6, end)].join(''), 6);

  expect(answers).toBe(ack.repeat(6));
  expect(taken()[0]?.entries[0]?.resource).toMatchObject({ valueQuantity: { value: 96 } });
});

test('[D3] astm, given a frame with a wrong checksum, asks for it again', async () => {
  const { say } = await setUp();
  await say(enq);

  expect(await say('\x021C|1\r\x0332\r\n')).toBe(nak);
  expect(await say('\x021C|1\r\x0331\r\n')).toBe(ack);
});

test('[D3] [F2] astm, before the last frame is on the disk, does not acknowledge it', async () => {
  let isFull = true;
  const { say, taken } = await setUp({
    verdict: () => {
      if (isFull) {
        throw new Error('database or disk is full');
      }
      return 'added';
    },
  });
  await say(enq);
  expect(await say(frames(panel).join(''), 5)).toBe(ack.repeat(4) + nak);
  isFull = false;

  expect(await say(frames(panel).at(-1) ?? '')).toBe(ack);
  expect(taken()).toHaveLength(2);
});

test('[F11] astm, given a result of an unknown patient or no header, does not acknowledge the message', async () => {
  const { send, taken } = await setUp();

  expect(await send([head, 'P|1|', order, glucose, end])).toBe(ack.repeat(5) + nak);
  expect(await send([patient, order, glucose, end])).toBe(ack.repeat(4) + nak);
  expect(taken()).toEqual([]);
});

test.each([
  ['alone', [head, patient, order, 'C|1|I|clotted', end]],
  ['beside an order with results', [head, patient, order, 'C|1|I|clotted', order, glucose, end]],
])(
  '[D3] astm, given a comment on an order without results, %s, does not acknowledge what it cannot keep',
  async (_, records) => {
    const { send, taken } = await setUp();

    expect(await send(records)).toBe(ack.repeat(records.length) + nak);
    expect(taken()).toEqual([]);
  },
);

test('[D3] astm, given a frame twice, or out of turn, takes it once, or not', async () => {
  const { say, taken } = await setUp();
  const [one = '', two = '', three = '', four = '', five = ''] = frames(panel);
  await say(enq);

  expect(await say(one + one + three + two + three + four + five, 7)).toBe(ack + ack + nak + ack.repeat(4));
  expect(taken()[0]?.entries).toHaveLength(1);
});

test.each([
  ['quality control', [head, patient, order.replace('|||||||||Serum', '||||Q'), glucose, end]],
  ['a query', [head, 'Q|1|^S-77||ALL', end]],
  ['a message that the device gave up', [head, patient, order, glucose, 'L|1|T']],
])('[D3] astm, given %s, acknowledges it and keeps nothing', async (_, records) => {
  const { send, taken } = await setUp();

  expect(await send(records)).toBe(ack.repeat(records.length + 1));
  expect(taken()).toEqual([]);
});

test('[D3] astm, whose sender begins anew in the middle, drops the half', async () => {
  const { say, send, taken, log } = await setUp();
  await say(enq);
  await say(frames(panel).slice(0, 3).join(''), 3);

  await send(panel);

  expect(taken()).toHaveLength(1);
  expect(log.warn.mock.calls[0]?.[0]).toContain('broke off');
});

test.each([
  ['HTTP', 'POST / HTTP/1.1\r\n\r\n\x05'],
  ['MLLP', '\x0bMSH'],
])('[L4] astm, asked in %s, closes before it reads on', async (_, bytes) => {
  const { socket, closed, taken, log } = await setUp();

  socket.write(bytes + frames(panel).join(''));
  await closed;

  expect(taken()).toEqual([]);
  expect(log.warn.mock.calls[0]?.[0]).toContain('no ASTM');
});

test.each([
  ['nothing', '', 'no message began', { firstMs: 1 }],
  ['half a frame, byte by byte', `${enq}\x021H`, 'next frame', { transferMs: 1 }],
  ['more than a message may hold', `${enq}\x021${'x'.repeat(50)}`, 'longer', { maxBytes: 40 }],
])('[L4] astm, sent %s, closes the connection', async (_, bytes, reason, limits) => {
  const { socket, closed, log } = await setUp({ limits });

  socket.write(bytes);
  await closed;

  expect(log.warn.mock.calls.map(([text]) => text).join(' ')).toContain(reason);
});

test('[L4] astm, asked by a machine that is not in the list, closes at once', async () => {
  const { closed, log } = await setUp({ env: { DEVICE_AGENT_ASTM_PEERS: '10.1.2.3' } });

  await closed;

  expect(log.warn.mock.calls[0]?.[0]).toContain('DEVICE_AGENT_ASTM_PEERS');
});

test('[L4] astm, on another address without a list of peers, does not start', () => {
  const env = { DEVICE_AGENT_ASTM_PORT: '0', DEVICE_AGENT_ASTM_ADDRESS: '0.0.0.0' };

  expect(() => astm.read(env)).toThrow('DEVICE_AGENT_ASTM_ADDRESS must be 127.0.0.1');
});

test('[D3] astm, switched on, listens until it is stopped', async () => {
  const { context } = createTestInput();
  const input = astm.read({ DEVICE_AGENT_ASTM_PORT: '0' })?.input?.(context);
  const { astm: place } = (await input?.start()) ?? {};
  const socket = connect(Number(String(place).split(':')[1]), '127.0.0.1');
  await once(socket, 'connect');

  await input?.stop();

  expect(await once(socket, 'close')).toEqual([false]);
});

test('ASTM, on a port that is taken, names the variable to change and ends with 69', async () => {
  const other = createServer();
  onTestFinished(() => void other.close());
  const port = await listen(other, { port: 0, variable: '' });
  const env = { DEVICE_AGENT_ASTM_PORT: String(port) };
  const input = astm.read(env)?.input?.(createTestInput().context);

  const failure = await input?.start().catch(describeFailure);

  expect(failure).toEqual({
    exitCode: 69,
    line: `device-agent: Port ${port} is taken: stop what uses it, or set DEVICE_AGENT_ASTM_PORT\n`,
  });
});
