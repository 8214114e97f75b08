import { expect, test } from 'vitest';
import { glucose, hl7, resultMessage } from '#test/hl7-text.ts';
import { splitMessages } from './split-messages.ts';

const [one, two] = [resultMessage([glucose], { id: 'M1' }), resultMessage([glucose], { id: 'M2' })];
const texts = (content: Buffer): string[] => splitMessages(content).map((message) => message.toString('latin1'));
const withEnds = (content: Buffer, end: string): Buffer => Buffer.from(content.toString().replaceAll('\r', end));

test.each(['\r', '\n', '\r\n'])('[D3] file with two messages, whose lines end with %j, is two messages', (end) => {
  expect(texts(withEnds(Buffer.concat([one, two]), end))).toEqual([one.toString(), two.toString()]);
});

test('[D3] file with blank lines before its messages and between them, is those messages', () => {
  const content = Buffer.concat([Buffer.from('\u00ef\u00bb\u00bf\r\n', 'latin1'), one, Buffer.from('\r'), two]);

  expect(splitMessages(content)).toHaveLength(2);
});

test('[D3] line feed inside a field, in a file whose lines end with CR, stays text', () => {
  const content = Buffer.from(one.toString().replace('Glucose', 'Glu\ncose'));

  expect(texts(content)).toEqual([content.toString()]);
});

test('[D3] name of a segment inside a field, begins no message', () => {
  const content = resultMessage([glucose, 'NTE|1|L|see MSH of the device']);

  expect(texts(content)).toEqual([content.toString()]);
});

test.each(['FHS', 'BHS'])('[D3] file that begins with %s, is one batch', (name) => {
  const batch = Buffer.concat([hl7(String.raw`${name}|^~\&|CHEM`), one, two]);

  expect(texts(batch)).toEqual([batch.toString()]);
});

test('[D3] bytes of any character set, come through as they are', () => {
  const content = Buffer.concat([one, Buffer.from('NTE|1|L|M\u00fc\r', 'latin1')]);

  expect(Buffer.concat(splitMessages(content))).toEqual(content);
});
