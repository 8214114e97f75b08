import { decodeMessage } from './hl7-charset.ts';
import { Hl7Error } from './hl7-error.ts';
import { unescapeHl7, type Hl7Encoding } from './hl7-escape.ts';
import { assertSegment, splitSegments } from './hl7-lines.ts';

/** One line of a message. `fields[n]` is field n as it was sent, escapes and all: MSH-10 is `fields[10]`. */
export type Hl7Segment = Readonly<{ name: string; fields: readonly string[]; encoding: Hl7Encoding }>;

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
  const { field } = separators;
  // MSH-1 is the separator itself, so it does not come out of a split by it.
  const header = { name: 'MSH', fields: ['MSH', field, ...first.split(field).slice(1)], encoding };
  return { header, segments: lines.map((line, index) => parseSegment(line, encoding, index + 2)) };
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
function parseSegment(line: string, encoding: Hl7Encoding, position: number): Hl7Segment {
  assertSegment(line, encoding.field, position);
  const fields = line.split(encoding.field);
  const name = fields[0] ?? '';
  if (/^(?:MSH|[BF][HT]S)$/.test(name)) {
    throw new Hl7Error('AE', 100, `Line ${position} begins another message: send each in a frame of its own`, {
      segment: name,
      sequence: 2,
    });
  }
  return { name, fields, encoding };
}

/** Reads one component (of the first repetition unless another is given); empty when it is absent or HL7's null, `""`. */
export function component(segment: Hl7Segment, field: number, position = 1, repetition?: string): string {
  return subcomponents(segment, field, position, repetition)[0] ?? '';
}

/** The subcomponents of a component, read in the same way. */
export function subcomponents(
  segment: Hl7Segment,
  field: number,
  position: number,
  repetition?: string,
): readonly string[] {
  const { encoding } = segment;
  const source = repetition ?? (segment.fields[field] ?? '').split(encoding.repetition, 1)[0] ?? '';
  const piece = source.split(encoding.component)[position - 1] ?? '';
  return piece.split(encoding.subcomponent).map((value) => (value === '""' ? '' : unescapeHl7(value, encoding).trim()));
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
