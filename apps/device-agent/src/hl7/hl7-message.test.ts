import { expect, test } from 'vitest';
import { header, hl7 } from '#test/hl7-text.ts';
import { Hl7Error } from './hl7-error.ts';
import { component, prose, repetitions, subcomponents } from './hl7-field.ts';
import { parseHl7 } from './hl7-message.ts';

function only(line: string, first = header()) {
  const [segment] = parseHl7(hl7(first, line)).segments;
  if (!segment) {
    throw new Error('no segment');
  }
  return segment;
}

test('message reader, given MSH, counts its fields as HL7 does: MSH-1 is the separator', () => {
  const { header: msh } = parseHl7(hl7(header({ id: 'A7' })));

  expect([msh.fields[1], component(msh, 3), component(msh, 9, 2), component(msh, 10)]).toEqual([
    '|',
    'CHEM-200',
    'R01',
    'A7',
  ]);
});

test('message reader, given other separators, follows them', () => {
  const segment = only('PID#1##RC-1@@@X$Y', 'MSH#@$%*#APP#FAC#####ORU@R01#1#P#2.5.1');

  expect(repetitions(segment, 3)).toEqual(['RC-1@@@X', 'Y']);
  expect(component(segment, 3, 4)).toBe('X');
});

test('message reader, given repetitions and subcomponents, reads the one that is asked for', () => {
  const segment = only('PID|1||RC-1001^^^RIVERSIDE&1.2.3&ISO^MR~84-3312^^^LAB^PI');

  expect(subcomponents(segment, 3, 4, segment.fields[3] ?? '')).toEqual(['RIVERSIDE', '1.2.3', 'ISO']);
  expect(repetitions(segment, 3).map((repetition) => component(segment, 3, 5, repetition))).toEqual(['MR', 'PI']);
});

test('message reader, given a field that is absent or HL7 null, reads nothing', () => {
  const segment = only('PID|1||""|');

  expect([component(segment, 3), component(segment, 30), repetitions(segment, 3)]).toEqual(['', '', []]);
});

test('message reader, given prose with bare separators of components, keeps all of it', () => {
  expect(prose(only('NTE|1|L|Dr A & B ^ called~second line'), 3)).toBe('Dr A & B ^ called\nsecond line');
});

test.each([
  [String.raw`\F\ \S\ \T\ \R\ \E\ `, '| ^ & ~ \\'],
  [String.raw`one\.br\two\.sp2\three`, 'one\ntwo\n\nthree'],
  [String.raw`\H\bold\N\ \X4D\\X4f4B\ `, 'bold MOK'],
  [String.raw`\XC3A9\ `, 'é'],
  [String.raw`C:\temp\ \Z99\ \unknown\ `, String.raw`C:\temp\ \Z99\ \unknown\ `.trim()],
  [String.raw`5\ul \T\ more`, String.raw`5\ul & more`],
])('message reader, given the escapes %s, reads %j', (text, expected) => {
  expect(prose(only(`NTE|1|L|${text}`), 3).trim()).toBe(expected);
});

test.each([
  ['8859/1', Buffer.from('M\u00fcller', 'latin1')],
  ['UNICODE UTF-8', Buffer.from('M\u00fcller', 'utf8')],
  ['', Buffer.from('M\u00fcller', 'utf8')],
])('message reader, given MSH-18 %j, reads an umlaut as one', (charset, name) => {
  const body = Buffer.concat([hl7(header({ charset })), Buffer.from('PID|1||1||'), name]);

  const [pid] = parseHl7(body).segments;

  expect(pid && component(pid, 5)).toBe('M\u00fcller');
});

test.each([
  ['an unknown character set', hl7(header({ charset: 'EBCDIC' })), 'AR', 102],
  ['bytes outside its character set', Buffer.concat([hl7(header()), Buffer.of(0x50, 0xfc)]), 'AE', 102],
  ['no header', hl7('PID|1'), 'AR', 100],
  ['a header without separators', hl7('MSH'), 'AR', 100],
  ['nothing', Buffer.alloc(0), 'AR', 100],
  ['a line that is no segment', hl7(header(), 'hello'), 'AE', 100],
])('message reader, given %s, refuses the message', (_, body, acknowledgment, code) => {
  expect(() => parseHl7(body)).toThrow(expect.objectContaining({ acknowledgment, code, name: 'Hl7Error' }));
});

test('message reader, when it refuses, quotes nothing of the message', () => {
  const text = refusal(hl7(header(), 'Carter RC-1001'));

  expect(text).not.toMatch(/Carter|RC-1001/);
});

function refusal(body: Buffer): string {
  try {
    parseHl7(body);
  } catch (error) {
    return error instanceof Hl7Error ? JSON.stringify({ ...error, message: error.message }) : 'another error';
  }
  return 'no error';
}
