import { expect, test, vi } from 'vitest';
import { createLink } from './link.ts';
import { ack, enq, eot, frame, frames, nak, panel } from './test-messages.ts';
import { createTransfer } from './transfer.ts';

/** A receiver that notes what it was given. `say` sends bytes and returns what it answers. */
function setUp(maxBytes = 10_000) {
  const onMessage = vi.fn<(text: Buffer) => boolean>(() => true);
  const onCut = vi.fn<() => void>();
  const transfer = createTransfer({ onMessage, onCut });
  const link = createLink(transfer, maxBytes);
  const push = (bytes: string) => {
    const { answer, fault } = link.push(Buffer.from(bytes, 'latin1'));
    return { answer: answer.toString('latin1'), fault };
  };
  return {
    onMessage,
    onCut,
    link,
    transfer,
    push,
    say: (bytes: string): string => push(bytes).answer,
    /** Some devices leave out the CR before ETX, so one is added to each frame. */
    texts: () => onMessage.mock.calls.map(([text]) => text.toString('latin1').replaceAll(/\r+/g, '\r')),
  };
}

const whole = panel.map((record) => `${record}\r`).join('');

test('[D3] ASTM link, given a transfer byte by byte, answers each frame and hands the records on', () => {
  const { say, texts } = setUp();
  const bytes = [enq, ...frames(panel), eot].join('');

  expect([...bytes].map((byte) => say(byte)).join('')).toBe(ack.repeat(6));
  expect(texts()).toEqual([whole]);
});

test('[D3] ASTM link, given more than seven frames, counts from 7 to 0', () => {
  const { say, texts } = setUp();
  const many = [...panel.slice(0, -1), ...Array.from({ length: 6 }, (_, index) => `C|${index}|I|x`), 'L|1|N'];

  expect(say(enq + frames(many).join(''))).toBe(ack.repeat(12));
  expect(texts()[0]?.split('\r')).toHaveLength(12);
});

test.each([
  ['number 2', frame(2, 'H|\\^&\r')],
  ['number 0', frame(0, 'H|\\^&\r')],
])('[D3] ASTM link, given a first frame with %s, asks for it again', (_, bytes) => {
  const { say } = setUp();

  expect(say(enq + bytes)).toBe(ack + nak);
  expect(say(frame(1, 'H|\\^&\r'))).toBe(ack);
});

test('[D3] ASTM link, given a frame again because its answer was lost, acknowledges it and keeps it once', () => {
  const { say, texts, transfer } = setUp();
  const sent = frames(panel);

  const twice = [...sent.slice(0, 2), sent[1], ...sent.slice(2), sent.at(-1)].join('');

  expect(say(enq + twice)).toBe(ack.repeat(8));
  expect(texts()).toEqual([whole]);
  expect(transfer.accepted()).toBe(5);
});

test.each([
  ['EC', 'ec', 'C|1|I|z\r'],
  ['0B', '0b', 'C|1|I|x!\r'],
])(
  '[D3] ASTM link, given the checksum %s or %s, takes the frame, and with another text it does not',
  (large, small, text) => {
    const good = frame(1, text);

    expect(good).toContain(`\x03${large}\r`);
    expect(setUp().say(enq + good)).toBe(ack + ack);
    expect(setUp().say(enq + good.replace(large, small))).toBe(ack + ack);
    expect(setUp().say(enq + good.replace('|I|', '|J|'))).toBe(ack + nak);
  },
);

test('[D3] ASTM link, given a record in several frames, and no CR before ETX, reads it whole', () => {
  const { say, texts } = setUp();
  const cut = [frame(1, 'H|\\^', '\x17'), frame(2, '&'), frame(3, 'L|1', '\x17'), frame(4, '|N')];

  expect(say(enq + cut.join(''))).toBe(ack.repeat(5));
  expect(texts()).toEqual(['H|\\^&\rL|1|N\r']);
});

test.each(['XL|1', 'C|1|I|L', 'C|1|I|\nM'])('[D3] ASTM link, given the record %j, waits for the last one', (record) => {
  const { say, texts } = setUp();

  expect(say(enq + frame(1, `${record}\r`))).toBe(ack + ack);
  expect(texts()).toEqual([]);
  expect(say(frame(2, 'L|1|N\r\r'))).toBe(ack);
  expect(texts()).toHaveLength(1);
});

test('[D3] ASTM link, given two messages in a transfer, hands on each by itself', () => {
  const { say, texts } = setUp();

  expect(say(enq + frames([...panel, ...panel]).join('') + eot)).toBe(ack.repeat(11));
  expect(texts()).toEqual([whole, whole]);
});

test('[D3] [F2] ASTM link, whose message could not be stored, refuses its last frame until it can', () => {
  const { say, onMessage, transfer } = setUp();
  onMessage.mockReturnValueOnce(false);
  const sent = frames(panel);

  expect(say(enq + sent.join(''))).toBe(ack.repeat(5) + nak);
  expect(transfer.accepted()).toBe(4);
  expect(say(sent.at(-1) ?? '')).toBe(ack);
  expect(transfer.pendingBytes()).toBe(0);
});

test.each([
  ['begins anew', enq, ack],
  ['ends', eot, ''],
])('[D3] ASTM link, whose sender %s in the middle of a message, drops the half and says so once', (_, sign, answer) => {
  const { say, onCut, texts, transfer } = setUp();
  say(enq + frames(panel).slice(0, 3).join(''));

  expect(say(sign)).toBe(answer);
  expect([onCut.mock.calls.length, transfer.pendingBytes()]).toEqual([1, 0]);
  say(enq + frames(panel).join('') + eot);

  expect(texts()).toEqual([whole]);
  expect(onCut).toHaveBeenCalledTimes(1);
});

test('[D3] ASTM link, whose sender breaks off inside a frame, forgets its bytes', () => {
  const { say, texts } = setUp();

  expect(say(`${enq}\x021H|half${enq}`)).toBe(ack + ack);
  expect(say(`\x021H|half\x02${frames(panel)[0]?.slice(1)}`)).toBe(ack);
  expect(say(frames(panel).slice(1).join(''))).toBe(ack.repeat(4));
  expect(texts()).toEqual([whole]);
});

test('[D3] ASTM link, between frames and before a transfer, passes over what is none', () => {
  const { push, say, link, texts } = setUp();

  expect(push(`\r\n${eot}\r${eot}\n`)).toEqual({ answer: '', fault: undefined });
  expect(link.isInTransfer()).toBe(false);
  expect(say(`${enq}\r\n\x03xx${frames(panel)[0]}`)).toBe(ack + ack);
  expect(link.isInTransfer()).toBe(true);
  say(eot);
  expect(link.isInTransfer()).toBe(false);
  expect(texts()).toEqual([]);
});

test('[D3] ASTM link, given an end record alone, hands it on: the sender waits for its answer', () => {
  const { say, texts } = setUp();

  expect(say(enq + frame(1, 'L|1|N\r'))).toBe(ack + ack);
  expect(texts()).toEqual(['L|1|N\r']);
});

test.each(['G', '\x02', '\x16', ' '])('[L4] ASTM link, given %j where a transfer should begin, ends there', (byte) => {
  const { push } = setUp();

  expect(push(enq + eot + byte + enq)).toEqual({ answer: ack, fault: 'noise' });
});

test('[L4] ASTM link, given more than a message may hold, in one frame or in many, ends there', () => {
  const size = 100;
  const fits = `${enq}\x02${'1'.repeat(size)}`;

  expect(setUp(size).push(fits)).toEqual({ answer: ack, fault: undefined });
  expect(setUp(size).push(`${fits}1`)).toEqual({ answer: ack, fault: 'oversize' });
  expect(setUp(size).push(enq + frames(['H'.repeat(60), 'C'.repeat(60)]).join(''))).toEqual({
    answer: ack + ack,
    fault: 'oversize',
  });
});
