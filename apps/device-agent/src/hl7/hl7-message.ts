import { decodeMessage } from './hl7-charset.ts';
import { Hl7Error } from './hl7-error.ts';
import type { Hl7Encoding } from './hl7-escape.ts';
import { assertSegment, splitSegments } from './hl7-lines.ts';

/**
 * One line of a message. `fields[n]` is field n as it was sent, escapes and all: MSH-10 is `fields[10]`. `occurrence` counts
 * the segments of its name from 1.
 */
export type Hl7Segment = Readonly<{
  name: string;
  fields: readonly string[];
  encoding: Hl7Encoding;
  occurrence: number;
}>;

export type Hl7Message = Readonly<{ header: Hl7Segment; segments: readonly Hl7Segment[] }>;

/**
 * Reads a message. `Hl7Message` of @medplum/core leaves escape sequences as they are, so results with `\T\` or `\.br\`
 * would arrive garbled; this reader splits first and unescapes each piece afterwards.
 */
export function parseHl7(body: Uint8Array): Hl7Message {
  const { text, charset } = decodeMessage(body);
  const separators = readSeparators(text);
  const encoding: Hl7Encoding = { ...separators, charset };
  const [first = '', ...lines] = splitSegments(text);
  assertOneHeader(first.slice(3), 1);
  const { field } = separators;
  // MSH-1 is the separator itself, so it does not come out of a split by it.
  const header = { name: 'MSH', fields: ['MSH', field, ...first.split(field).slice(1)], encoding, occurrence: 1 };
  const counts = new Map<string, number>();
  const segments = lines.map((line, index) => {
    const { name, fields } = parseSegment(line, field, index + 2);
    const occurrence = (counts.get(name) ?? 0) + 1;
    counts.set(name, occurrence);
    return { name, fields, encoding, occurrence };
  });
  return { header, segments };
}

function readSeparators(text: string): Omit<Hl7Encoding, 'charset'> {
  const [, field = '', component = '', repetition = '', escape = '', subcomponent = ''] =
    /^MSH([^\w\s])([^\w\s])([^\w\s])([^\w\s])([^\w\s])/.exec(text) ?? [];
  if (new Set([field, component, repetition, escape, subcomponent]).size < 5) {
    throw new Hl7Error('AR', 100, 'A message begins with MSH and its five separators', { segment: 'MSH' });
  }
  return { field, component, repetition, escape, subcomponent };
}

/** Rules of the header (a production message, its zone, its character set) are those of one message. */
function parseSegment(line: string, separator: string, position: number): Pick<Hl7Segment, 'name' | 'fields'> {
  assertSegment(line, separator, position);
  const fields = line.split(separator);
  const name = fields[0] ?? '';
  if (/^(?:MSH|[BF][HT]S)$/.test(name)) {
    throw secondMessage(name, position);
  }
  assertOneHeader(line, position);
  return { name, fields };
}

/** Where the end of a segment was lost, a header stands inside a field. None stands in text, which has its separators escaped. */
function assertOneHeader(line: string, position: number): void {
  const [, name] = /(MSH|[BF]HS)([^\w\s])(?:(?!\2)[^\w\s]){3,5}(?:\2|$)/.exec(line) ?? [];
  if (name !== undefined) {
    throw secondMessage(name, position);
  }
}

function secondMessage(segment: string, position: number): Hl7Error {
  const text = `Line ${position} begins another message: send each in a frame of its own`;
  return new Hl7Error('AE', 100, text, { segment, sequence: 2 });
}
