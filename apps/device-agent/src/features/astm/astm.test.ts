import { once } from 'node:events';
import { createServer } from 'node:net';
import { connect, type AddressInfo } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
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
    while (heard.length < answers && !socket.destroyed) {
      await Promise.race([once(socket, 'data'), closed]);
    }
    return heard;
  };
  const send = async (records: readonly string[]): Promise<string> => {
    const begun = await say(enq);
    const answers = await say(frames(records).join(''), records.length);
    socket.write(eot);
    return begun + answers;
  };
  return { ...input, say, send, socket, closed, server };
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
    effectiveDateTime: '2026-09-14T07:45:00+02:00',
    valueQuantity: { value: 96, unit: 'mg/dL' },
    referenceRange: [{ low: { value: 70 }, high: { value: 105 } }],
    interpretation: [{ coding: [{ code: 'N' }] }],
    specimen: { identifier: { value: 'S-77' } },
  });
});

test('[D3] astm, given two messages with one end, of which one is refused, acknowledges neither', async () => {
  const { send } = await setUp();
  const first = panel.slice(0, -1);

  expect(await send([...first, head, 'P|1|', order, glucose, end])).toBe(ack.repeat(9) + nak);
  expect(await send([...first, ...panel])).toBe(ack.repeat(10));
});

/** Time that only tests move. Sockets are real and need none of it. */
function stopTime(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  onTestFinished(() => void vi.useRealTimers());
}

test.each([
  ['a frame that is not good', 30_000, `${enq}\x021C|1\r\x0332\r\n`, 'connection closed: the next frame did not come'],
  ['a transfer that ends with nothing', 10_000, enq + eot + enq + eot, 'connection closed: no message began in time'],
  ['a message', 3_600_000, enq + frames(panel).join('') + eot, 'connection closed: idle'],
  ['a frame', 30_000, enq + frames(panel)[0], 'connection closed: the next frame did not come in time'],
])('[L4] astm, sent %s and then nothing, closes after %i ms and not before', async (_, ms, bytes, reason) => {
  stopTime();
  const { say, closed, socket, log } = await setUp();
  await say(bytes, [...bytes].filter((sign) => sign === enq || sign === '\x02').length);

  vi.advanceTimersByTime(ms - 1);
  expect(log.warn).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  await closed;

  expect([socket.destroyed, log.warn.mock.calls[0]?.[0]]).toEqual([true, expect.stringContaining(reason)]);
  expect(log.warn.mock.calls[0]?.[1]).toEqual({ peer: '127.0.0.1' });
});

test('[L4] astm, sent frames each in its time, goes on; sent others that are refused, does not', async () => {
  stopTime();
  const { say, closed, log } = await setUp();
  await say(enq);
  for (const one of frames(panel).slice(0, 3)) {
    vi.advanceTimersByTime(29_999);
    expect(await say(one)).toBe(ack);
  }

  vi.advanceTimersByTime(29_999);
  expect(await say('\x024C|1\r\x0332\r\n')).toBe(nak);
  vi.advanceTimersByTime(1);
  await closed;

  expect(log.warn.mock.calls[0]?.[0]).toContain('the next frame did not come');
});

test('[L4] astm, when a 33rd connection comes, closes the one that has waited longest', async () => {
  const { server, closed, log, say } = await setUp();
  const { port } = server.address() as AddressInfo;
  const others = Array.from({ length: 32 }, () => connect(port, '127.0.0.1').on('error', () => undefined));
  onTestFinished(() => others.forEach((socket) => void socket.destroy()));

  await closed;

  expect(log.warn.mock.calls.map(([text]) => text)).toEqual(['connection closed: place taken']);
  expect(await say(enq)).toBe('');
});

test('[D3] astm, whose sender hangs up in the middle of a transfer, says so; at its end, it does not', async () => {
  const cut = await setUp();
  const whole = await setUp();
  await cut.say(enq);
  await whole.send(panel);

  cut.socket.end();
  whole.socket.end();
  await Promise.all([cut.closed, whole.closed]);

  await vi.waitFor(() => expect(cut.log.warn.mock.calls[0]?.[0]).toContain('in the middle of a transfer'));
  expect(whole.log.warn).not.toHaveBeenCalled();
});

test.each(['3', '4', '5'])('[D3] astm, told that P-%s holds the patient number, reads it there', async (field) => {
  const { send, taken } = await setUp({ env: { DEVICE_AGENT_ASTM_PATIENT_FIELD: field } });

  await send([head, 'P|1|n3|n4|n5', order, glucose, end]);

  expect(taken()[0]?.entries[0]?.resource).toMatchObject({ subject: { identifier: { value: `n${field}` } } });
});

test('[D3] astm, told a character set, reads text in it', async () => {
  const { say, taken } = await setUp({ env: { DEVICE_AGENT_ASTM_CHARSET: '8859/7' } });
  // `frame` sums the bytes of UTF-8.
  const text = frame(4, 'R|1|^^^COL|\u00e4|||||F\r');
  const sum = [...Buffer.from(text.slice(1, -4), 'latin1')].reduce((total, byte) => total + byte, 0) % 256;
  const bytes = `${text.slice(0, -4)}${sum.toString(16).padStart(2, '0')}\r\n`;

  await say(enq);
  await say([...frames([head, patient, order]), bytes, frame(5, end)].join(''), 5);

  expect(taken()[0]?.entries[0]?.resource).toMatchObject({ valueString: '\u03b4' });
});

test.each([
  [{ DEVICE_AGENT_ASTM_PATIENT_FIELD: '2' }, 'DEVICE_AGENT_ASTM_PATIENT_FIELD'],
  [{ DEVICE_AGENT_ASTM_ADDRESS: 'lab.example' }, 'DEVICE_AGENT_ASTM_ADDRESS'],
  [{ DEVICE_AGENT_ASTM_PEERS: '10.1.2.3,lab' }, 'DEVICE_AGENT_ASTM_PEERS'],
  [{ DEVICE_AGENT_ASTM_PORT: '70000' }, 'DEVICE_AGENT_ASTM_PORT'],
])('astm, with %o, does not start and names the variable', (env, variable) => {
  expect(() => astm.read({ DEVICE_AGENT_ASTM_PORT: '0', ...env })).toThrow(variable);
});

test('astm, unless it has a port, is not there; with a list of peers it may listen at any address', () => {
  const everywhere = { DEVICE_AGENT_ASTM_ADDRESS: '0.0.0.0', DEVICE_AGENT_ASTM_PEERS: '10.1.2.3' };

  expect(astm.read({})).toBeUndefined();
  expect(readAstmSettings({ DEVICE_AGENT_ASTM_PORT: '0', ...everywhere })).toEqual({
    port: 0,
    address: '0.0.0.0',
    peers: ['10.1.2.3'],
    tls: undefined,
    patientField: 3,
    charset: 'UNICODE UTF-8',
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
  ['quality control', [head, patient, order.replace('||||||||Serum', '||||Q'), glucose, end]],
  ['a query', [head, 'Q|1|^S-77||ALL', end]],
  ['a message that the device gave up', [head, patient, order, glucose, 'L|1|T']],
])('[D3] astm, given %s, acknowledges it and keeps nothing', async (_, records) => {
  const { send, taken, log } = await setUp();

  expect(await send(records)).toBe(ack.repeat(records.length + 1));
  expect(taken()).toEqual([]);
  expect(log.info).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('nothing kept'), { channel: 'astm' });
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
  const late = connect(Number(String(place).split(':')[1]), '127.0.0.1');
  expect(await once(late, 'error')).toMatchObject([{ code: 'ECONNREFUSED' }]);
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
