import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createTestInput } from '#test/input.ts';
import { astm } from './feature.ts';
import { createLink } from './link.ts';

const [enq, eot, ack, nak] = ['\x05', '\x04', '\x06', '\x15'];

function frame(number: number, text: string, end = '\x03'): string {
  const content = `${number}${text}${end}`;
  const sum = [...Buffer.from(content, 'latin1')].reduce((total, byte) => (total + byte) & 0xff, 0);
  return `\x02${content}${sum.toString(16).toUpperCase().padStart(2, '0')}\r\n`;
}

const records = [
  String.raw`H|\^&|||CHEM-100^1.2|||||||P|1394-97|20260914083012`,
  'P|1|RC-1001|||Carter^Sam||19840312|M',
  'O|1|S-77||^^^GLU|R|20260914074500',
  'R|1|^^^GLU^Glucose|182|mg/dL|70-105|H||F||||20260914081530',
  'C|1|I|Hemolyzed &S& lipemic|G',
  'R|2|2951-2^Sodium^LN|<120|mmol/L|136-145|L||F',
  'R|3|^^^COL|amber|||||F',
  'L|1|N',
];
const session = (lines: readonly string[] = records): string[] => [
  enq,
  ...lines.map((line, index) => frame((index + 1) % 8, `${line}\r`)),
  eot,
];

function talk(parts: readonly string[], takes: (records: readonly string[]) => boolean = () => true) {
  const taken: (readonly string[])[] = [];
  const link = createLink((lines) => takes(lines) && taken.push(lines) > 0);
  const answers = parts.map((part) => link.push(Buffer.from(part, 'latin1')).toString('latin1'));
  return { taken, answers };
}

async function setUp(verdict?: () => 'added') {
  const input = createTestInput(verdict);
  const running = astm.read({ DEVICE_AGENT_ASTM_PORT: '0' })?.input?.(input.context);
  const { astm: address } = (await running?.start()) ?? {};
  const socket = connect({ host: '127.0.0.1', port: Number(String(address).split(':')[1]) });
  onTestFinished(async () => {
    socket.destroy();
    await running?.stop();
  });
  await once(socket, 'connect');
  return { ...input, socket };
}

async function exchange(socket: Socket, parts: readonly string[]): Promise<string> {
  let answers = '';
  for (const part of parts.filter((one) => one !== eot)) {
    socket.write(Buffer.from(part, 'latin1'));
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    answers += chunk.toString('latin1');
  }
  return answers;
}

test('[D3] ASTM, given a session over a real socket, queues its results by the rules of HL7', async () => {
  const { socket, taken } = await setUp();

  const answers = await exchange(socket, session());

  expect(answers).toBe(ack.repeat(9));
  const [transaction] = taken();
  expect(transaction?.channel).toBe('astm');
  expect(transaction?.entries.map(({ resource }) => resource)).toMatchObject([
    {
      code: { coding: [{ system: expect.stringMatching(/codes\/99ASTM$/), code: 'GLU' }], text: 'Glucose' },
      subject: { identifier: { value: 'RC-1001' } },
      valueQuantity: { value: 182, unit: 'mg/dL' },
      effectiveDateTime: '2026-09-14T08:15:30+02:00',
      interpretation: [{ coding: [{ code: 'H' }] }],
      note: [{ text: 'Hemolyzed ^ lipemic' }],
      specimen: { identifier: { value: 'S-77' } },
    },
    {
      code: { coding: [{ system: 'http://loinc.org', code: '2951-2' }] },
      valueQuantity: { comparator: '<', value: 120 },
    },
    { valueString: 'amber' },
  ]);
});

test('[D3] [F10] ASTM, when the queue cannot store, answers the last frame with NAK and no frame before', async () => {
  const { socket } = await setUp(() => {
    throw new Error('database or disk is full');
  });

  expect(await exchange(socket, session())).toBe(ack.repeat(8) + nak);
});

test('[F11] ASTM, given a result without a patient, answers NAK and logs why', async () => {
  const { socket, taken, log } = await setUp();

  const answers = await exchange(socket, session(records.map((line) => line.replace('RC-1001', ''))));

  expect(answers.endsWith(nak)).toBe(true);
  expect(taken()).toEqual([]);
  expect(log.error).toHaveBeenCalledWith(expect.stringContaining('ASTM'), {
    reason: 'PID-3, the patient number, is missing',
  });
});

test('[D3] ASTM frame, whose checksum is wrong, is answered with NAK and taken when it comes again', () => {
  const [begin = '', first = '', ...rest] = session();

  const { answers, taken } = talk([begin, first.replace('CHEM', 'CHEN'), first, ...rest]);

  expect(answers.slice(0, 3)).toEqual([ack, nak, ack]);
  expect(taken).toEqual([records]);
});

test('[D3] ASTM frame, sent again since its ACK was lost, is taken once, also the last', () => {
  const parts = session();
  const doubled = parts.flatMap((part) => (part.startsWith('\x02') ? [part, part] : [part]));

  const { answers, taken } = talk(doubled);

  expect(new Set(answers.slice(0, -1))).toEqual(new Set([ack]));
  expect(taken).toEqual([records]);
});

test('[D3] ASTM record, split over several frames by ETB, is one record; a line feed in it is text', () => {
  const [line = ''] = records;
  const parts = [enq, frame(1, line.slice(0, 9), '\x17'), frame(2, `${line.slice(9)}\nx\r`), frame(3, 'L|1|N\r'), eot];

  expect(talk(parts).taken).toEqual([[`${line}\nx`, 'L|1|N']]);
});

test.each([
  ['a frame with another number', [enq, frame(2, 'H\r')]],
  ['a frame before ENQ', [frame(1, 'H\r')]],
  ['a frame that was cut', [enq, '\x021H\r\x03\r\n\r\n']],
])('[D3] ASTM, given %s, answers NAK', (_, parts) => {
  expect(talk(parts).answers.at(-1)).toBe(nak);
});

test('[D3] ASTM, given bytes one by one, answers as if they had come together', () => {
  const { answers, taken } = talk([...session().join('')]);

  expect(answers.join('')).toBe(ack.repeat(9));
  expect(taken).toEqual([records]);
});

test.each(['', eot])('[D3] ASTM session without a message (%j), queues nothing', (end) => {
  expect(talk([enq, end]).taken).toEqual([]);
});

test('[L4] ASTM, when a page makes its browser send a session, closes without reading', async () => {
  const { socket, taken } = await setUp();
  socket.on('error', () => undefined);

  socket.write(`POST / HTTP/1.1\r\n\r\n${session().join('')}`);
  await once(socket, 'close');

  expect(taken()).toEqual([]);
});

test('[D3] ASTM, given half a frame and then the whole, takes the whole', () => {
  const [begin = '', first = '', ...rest] = session();

  expect(talk([begin, first.slice(0, 9), first, ...rest]).taken).toEqual([records]);
});
