import { expect, test } from 'vitest';
import { header, hl7 } from '#test/hl7-text.ts';
import { buildAcknowledgment } from './acknowledgment.ts';
import { Hl7Error } from './hl7-error.ts';

const now = new Date('2026-09-14T08:30:12Z');

function answer(body: Buffer, error?: Hl7Error): string[] {
  const bytes = buildAcknowledgment({ body, now, controlId: 'ack-1', ...(error ? { error } : {}) });
  return Buffer.from(bytes).toString('latin1').split('\r');
}

test('acknowledgment, when a message is taken, swaps the parties and names the message', () => {
  expect(answer(hl7(header({ id: 'M77' })))).toEqual([
    String.raw`MSH|^~\&|AGENT|RIVERSIDE|CHEM-200|RIVERSIDE|20260914083012+0000||ACK^R01^ACK|ack-1|P|2.5.1`,
    'MSA|AA|M77|',
    '',
  ]);
});

test('acknowledgment, when a message is refused, says where, which code and what to do', () => {
  const error = new Hl7Error('AE', 101, 'OBX-3 is missing', { segment: 'OBX', sequence: 2, field: 3 });

  expect(answer(hl7(header()), error).slice(1)).toEqual([
    'MSA|AE|M1|OBX-3 is missing',
    'ERR||OBX^2^3|101^Required field missing^HL70357|E||||OBX-3 is missing',
    '',
  ]);
});

test('acknowledgment, asked for by the enhanced mode, says in its first letter which of the two it is', () => {
  const build = (kind: 'commit' | 'application', error?: Hl7Error): string => {
    const options = { body: hl7(header()), now, controlId: 'a', kind, text: 'kept', ...(error ? { error } : {}) };
    return Buffer.from(buildAcknowledgment(options)).toString().split('\r')[1] ?? '';
  };

  expect([build('commit'), build('application')]).toEqual(['MSA|CA|M1|kept', 'MSA|AA|M1|kept']);
  expect(build('commit', new Hl7Error('AR', 200, 'no'))).toBe('MSA|CR|M1|no');
  expect(build('commit', new Hl7Error('AE', 102, 'no'))).toBe('MSA|CE|M1|no');
});

test('acknowledgment, of a message in a character set of its own, names the first of them', () => {
  const [msh] = answer(hl7(header({ charset: '8859/1~ISO IR87' })));

  expect(msh?.split('|').slice(11)).toEqual(['2.5.1', '', '', '', '', '', '8859/1']);
});

test('acknowledgment, of a header that stops early, has the version of this agent and no event', () => {
  const [msh, msa] = answer(hl7(String.raw`MSH|^~\&|CHEM`));

  expect(msh).toBe(String.raw`MSH|^~\&|||CHEM||20260914083012+0000||ACK|ack-1|P|2.5.1`);
  expect(msa).toBe('MSA|AA||');
});

test.each(['junk', 'junk\r', 'OBX|1|MSH|\r'])(
  'acknowledgment, of a message with %j before its header, names the message',
  (before) => {
    const body = Buffer.concat([Buffer.from(before), hl7(header({ id: 'M9' }), 'OBX|1')]);

    const [msh = '', msa] = answer(body, new Hl7Error('AR', 100, 'no'));

    expect([msh.startsWith(String.raw`MSH|^~\&|AGENT|RIVERSIDE|CHEM-200|`), msa]).toEqual([true, 'MSA|AR|M9|no']);
  },
);

test('acknowledgment, of an error that is about a segment or about nothing, says as much of the place', () => {
  const place = (error: Hl7Error): unknown => answer(hl7(header()), error)[2]?.split('|')[2];

  expect(place(new Hl7Error('AE', 100, 'x', { segment: 'OBR' }))).toBe('OBR^1');
  expect(place(new Hl7Error('AE', 207, 'x'))).toBe('');
});

test('acknowledgment, whose words hold the sender\u2019s separators, leaves those out', () => {
  const [, msa, err] = answer(hl7(header()), new Hl7Error('AE', 100, String.raw`a|b^c&d~e\f`));

  expect([msa, err?.split('|')[8]]).toEqual(['MSA|AE|M1|abcdef', 'abcdef']);
});

test('acknowledgment, when the sender has separators of its own, speaks with them', () => {
  const error = new Hl7Error('AR', 200, 'a|b', { segment: 'MSH', field: 9 });

  const [msh, msa, err] = answer(hl7('MSH#@$%*#APP#FAC#####ORM@O01#9#P#2.3'), error);

  expect(msh).toBe('MSH#@$%*###APP#FAC#20260914083012+0000##ACK@O01@ACK#ack-1#P#2.3');
  expect(msa).toBe('MSA#AR#9#a|b');
  expect(err).toContain('#MSH@1@9#200@Unsupported message type@HL70357#E#');
});

test('acknowledgment, when the message has no header at all, still is one', () => {
  const [msh, msa] = answer(Buffer.from('garbage'), new Hl7Error('AR', 100, 'no header'));

  expect(msh).toMatch(/^MSH\|\^~\\&\|/);
  expect(msa).toBe('MSA|AR||no header');
});

test('acknowledgment, when the control id has bytes beyond ASCII, echoes the very bytes', () => {
  const body = Buffer.from(header({ id: 'M\u00fc', charset: '8859/1' }), 'latin1');

  const bytes = Buffer.from(buildAcknowledgment({ body, now, controlId: 'a' }));

  expect(bytes.includes(Buffer.from('MSA|AA|M\u00fc|', 'latin1'))).toBe(true);
});
