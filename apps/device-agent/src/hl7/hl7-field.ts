import { Hl7Error, type Hl7Location } from './hl7-error.ts';
import { unescapeHl7 } from './hl7-escape.ts';
import type { Hl7Segment } from './hl7-message.ts';

/** Where a field stands, as ERR-2 writes it. */
export function locate({ name, occurrence }: Hl7Segment, field: number): Hl7Location {
  return { segment: name, sequence: occurrence, field };
}

/**
 * Reads one component (of the first repetition unless another is given); empty when it is absent or HL7's null, `""`.
 * What follows an unescaped subcomponent separator stays: devices leave `&` in text, and cutting there would lose the rest.
 */
export function component(segment: Hl7Segment, field: number, position = 1, repetition?: string): string {
  const source = repetition ?? (segment.fields[field] ?? '').split(segment.encoding.repetition, 1)[0] ?? '';
  return readComponent(segment, field, source.split(segment.encoding.component, position)[position - 1] ?? '');
}

/** Reads all components of a field that does not repeat. */
export function components(segment: Hl7Segment, field: number): readonly string[] {
  const pieces = (segment.fields[field] ?? '').split(segment.encoding.component);
  return pieces.map((piece) => readComponent(segment, field, piece));
}

function readComponent(segment: Hl7Segment, field: number, piece: string): string {
  return piece === '' ? '' : readPiece(segment, field, withoutEnd(piece, segment.encoding.subcomponent)).trim();
}

/** The subcomponents of a component, for the types that have some (HD, EIP). */
export function subcomponents(
  segment: Hl7Segment,
  field: number,
  position: number,
  repetition: string,
): readonly string[] {
  const { encoding } = segment;
  const piece = repetition.split(encoding.component)[position - 1] ?? '';
  return piece.split(encoding.subcomponent).map((value) => readPiece(segment, field, value).trim());
}

/** The repetitions of a field that hold something, as they were sent. */
export function repetitions(segment: Hl7Segment, field: number): readonly string[] {
  const pieces = (segment.fields[field] ?? '').split(segment.encoding.repetition);
  return pieces.filter((piece) => piece !== '' && piece !== '""');
}

/** Reads a field of prose whole: devices leave `^` and `&` in text, and cutting there would lose the rest. */
export function prose(segment: Hl7Segment, field: number): string {
  return repetitions(segment, field)
    .map((piece) => readPiece(segment, field, piece))
    .join('\n');
}

/** Reads a field that has no parts, whatever separators stand in it unescaped. */
export function wholeText(segment: Hl7Segment, field: number): string {
  const { component: caret, subcomponent } = segment.encoding;
  return readPiece(segment, field, withoutEnd(segment.fields[field] ?? '', caret + subcomponent)).trim();
}

/** The text of a piece of a field. @throws Hl7Error that says where a character stands which FHIR does not take (R4 §2.24.0.1). */
export function readPiece(segment: Hl7Segment, field: number, piece: string): string {
  const location = locate(segment, field);
  const text = piece === '""' ? '' : unescapeHl7(piece, segment.encoding, location);
  if (!/^[\r\n\t\u0020-\uffff]*$/.test(text)) {
    const place = `${segment.name}-${field}`;
    throw new Hl7Error('AE', 102, `${place} holds a control character, which FHIR does not take`, location);
  }
  return text;
}

/** Separators at the end of a piece separate nothing. */
export function withoutEnd(piece: string, separators: string): string {
  let end = piece.length;
  while (end > 0 && separators.includes(piece.charAt(end - 1))) {
    end -= 1;
  }
  return piece.slice(0, end);
}
