import { decodeMessage, decoderName } from './hl7-charset.ts';
import { Hl7Error } from './hl7-error.ts';
import { unescapeHl7, type Hl7Encoding } from './hl7-escape.ts';

/** One line of a message. `fields[n]` is field n as it was sent, escapes and all: MSH-10 is `fields[10]`. */
export type Hl7Segment = Readonly<{ name: string; fields: readonly string[]; encoding: Hl7Encoding }>;

export type Hl7Message = Readonly<{ header: Hl7Segment; segments: readonly Hl7Segment[] }>;

/**
 * Reads a message. `Hl7Message` of @medplum/core leaves escape sequences as they are, so results with `\T\` or `\.br\`
 * would arrive garbled; this reader splits first and unescapes each piece afterwards.
 */
export function parseHl7(body: Uint8Array): Hl7Message {
  const text = decodeMessage(body);
  if (!/^MSH[^\w\s]{5}/.test(text)) {
    throw new Hl7Error('AR', 100, 'A message begins with MSH and its five separators', { segment: 'MSH' });
  }
  const [field = '|', component = '^', repetition = '~', escape = '\\', subcomponent = '&'] = text.slice(3, 8);
  const separators = { field, component, repetition, escape, subcomponent };
  const lines = text.split(/[\r\n]+/).filter((line) => line.trim() !== '');
  const rawHeader = (lines[0] ?? '').split(field);
  const charset = decoderName((rawHeader[17] ?? '').split(repetition, 1)[0] ?? '');
  const encoding: Hl7Encoding = { ...separators, charset };
  // MSH-1 is the separator itself, so it does not come out of a split by it.
  const header = { name: 'MSH', fields: ['MSH', field, ...rawHeader.slice(1)], encoding };
  return { header, segments: lines.slice(1).map((line) => parseSegment(line, encoding)) };
}

function parseSegment(line: string, encoding: Hl7Encoding): Hl7Segment {
  const fields = line.split(encoding.field);
  const name = fields[0] ?? '';
  if (!/^[A-Z][A-Z0-9]{2}$/.test(name)) {
    throw new Hl7Error('AE', 100, 'A line does not begin with the name of a segment');
  }
  return { name, fields, encoding };
}

/** Reads one component (of the first repetition unless another is given); empty when it is absent or HL7's null, `""`. */
export function component(segment: Hl7Segment, field: number, position = 1, repetition?: string): string {
  const { encoding } = segment;
  const source = repetition ?? (segment.fields[field] ?? '').split(encoding.repetition, 1)[0] ?? '';
  const piece = source.split(encoding.component)[position - 1] ?? '';
  const value = piece.split(encoding.subcomponent, 1)[0] ?? '';
  return value === '""' ? '' : unescapeHl7(value, encoding).trim();
}

/** The repetitions of a field that hold something, as they were sent. */
export function repetitions(segment: Hl7Segment, field: number): readonly string[] {
  const pieces = (segment.fields[field] ?? '').split(segment.encoding.repetition);
  return pieces.filter((piece) => piece !== '' && piece !== '""');
}

/** Reads a field of prose whole: devices leave `^` and `&` in text, and cutting there would lose the rest. */
export function prose(segment: Hl7Segment, field: number): string {
  return repetitions(segment, field)
    .map((piece) => unescapeHl7(piece, segment.encoding))
    .join('\n');
}
