import { expect, test } from 'vitest';
import { glucose, hl7, resultMessage } from '#test/hl7-text.ts';
import { buildBatch, readBatch } from './batch.ts';

const bhs = String.raw`BHS|^~\&|CHEM|LAB|AGENT|HOME|20260914||||B-1`;
const [one, two] = [resultMessage([glucose], { id: 'M1' }), resultMessage([glucose], { id: 'M2' })];
const batchOf = (head: readonly string[], messages: readonly Buffer[], tail: readonly string[]): Buffer =>
  Buffer.concat([hl7(...head), ...messages, hl7(...tail)]);

test.each([
  ['a batch', [bhs], ['BTS|2']],
  ['a file with a batch', [String.raw`FHS|^~\&|CHEM`, bhs], ['BTS|2', 'FTS|1']],
  ['a file without a batch in it', [String.raw`FHS|^~\&|CHEM`], ['FTS|1']],
  ['a batch without its end', [bhs], []],
  ['a batch that tells no number', [bhs], ['BTS|']],
  ['a batch with a comment in place of a number', [bhs], ['BTS|2 messages']],
  ['two batches, one of which tells no number', [bhs, 'BTS|7', bhs], ['BTS|']],
  ['a file with two batches of one', [bhs, 'BTS|2', bhs], ['BTS|0']],
])('[D3] batch, sent as %s, is its messages, byte for byte', (_, head, tail) => {
  const { messages = [] } = readBatch(batchOf(head, [one, two], tail)) ?? {};

  expect(messages.map((message) => Buffer.from(message))).toEqual([one, two]);
});

test.each(['\n', '\r\n'])('[D3] batch, whose lines end with %j, is read like one whose lines end with CR', (end) => {
  const text = batchOf([bhs], [one, two], ['', 'BTS|2']).toString().replaceAll('\r', end);

  expect(readBatch(Buffer.from(text))?.messages.map((message) => Buffer.from(message))).toEqual([one, two]);
});

test('[D3] batch, with bytes of another character set in it, hands them on as they are', () => {
  const foreign = Buffer.concat([one, Buffer.from('NTE|1|L|M\u00fc\r', 'latin1')]);

  expect(Buffer.from(readBatch(batchOf([bhs], [foreign], []))?.messages[0] ?? [])).toEqual(foreign);
});

test.each([
  ['fewer messages than it says', [one], ['BTS|2'], 'holds 2 messages and holds 1'],
  ['more messages than it says', [one, two], ['BTS|1'], 'holds 1 messages and holds 2'],
  ['more than ten', [one], ['BTS|12'], 'holds 12 messages and holds 1'],
  ['two numbers that do not add up', [one, two], ['BTS|2', 'BTS|1'], 'holds 3 messages and holds 2'],
  ['no message', [], ['BTS|0'], 'holds 0 messages and holds 0'],
])('[D3] batch, with %s, is refused where it says so', (_, messages, tail, problem) => {
  expect(() => readBatch(batchOf([bhs], messages, tail))).toThrow(
    expect.objectContaining({
      acknowledgment: 'AE',
      message: expect.stringContaining(problem),
      location: { segment: 'BTS', field: 1 },
    }),
  );
});

test('[D3] batch, with a segment before its first message, is refused', () => {
  expect(() => readBatch(batchOf([bhs, glucose], [one], []))).toThrow(
    expect.objectContaining({ acknowledgment: 'AE', location: { segment: 'BHS' } }),
  );
});

test.each([
  ['a message', one],
  ['a message that speaks of one', resultMessage([glucose, String.raw`NTE|1|L|BHS|^~\&|`])],
  ['a header without separators', Buffer.from('BHS|1')],
  ['nothing', Buffer.alloc(0)],
])('[D3] frame with %s, is no batch', (_, body) => {
  expect(readBatch(body)).toBeUndefined();
});

test('[D3] batch of acknowledgments, swaps the parties, names the batch and counts the answers', () => {
  const answers = ['MSA|AA|M1\r', 'MSA|AE|M2\r'].map((text) => Buffer.from(text));

  const text = Buffer.from(buildBatch(bhs, answers, '20260914083012+0000')).toString('latin1');

  expect(text.split('\r')).toEqual([
    String.raw`BHS|^~\&|AGENT|HOME|CHEM|LAB|20260914083012+0000|||||B-1`,
    'MSA|AA|M1',
    'MSA|AE|M2',
    'BTS|2',
    '',
  ]);
});

test('[D3] batch of acknowledgments, to a batch without a number, in its separators, is one', () => {
  const text = Buffer.from(buildBatch('FHS#@$%*#CH\u00c9M', [], 'now')).toString('latin1');

  expect(text).toBe('FHS#@$%*###CH\u00c9M##now#####\r'.replace('FHS', 'BHS') + 'BTS#0\r');
});
