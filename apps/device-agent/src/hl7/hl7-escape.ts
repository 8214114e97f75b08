import { decodeBytes } from './hl7-charset.ts';
import { Hl7Error, type Hl7Location } from './hl7-error.ts';

/** The separators that a message declares in MSH-1 and MSH-2, and its character set. */
export type Hl7Encoding = Readonly<{
  field: string;
  component: string;
  repetition: string;
  escape: string;
  subcomponent: string;
  charset: string;
}>;

const sequences = String.raw`[FSTREHNP]|\.(?:br|sp|ce|fi|nf|in|ti|sk)[+-]?\d*|X(?:[0-9A-Fa-f]{2})+`;

/**
 * Replaces escape sequences by what they stand for: separators, hexadecimal bytes, line breaks.
 * Highlighting and indentation are dropped; a sequence that HL7 does not define stays as it is written.
 * See HL7 v2.5.1 §2.7.
 */
export function unescapeHl7(text: string, encoding: Hl7Encoding, location: Hl7Location): string {
  if (!text.includes(encoding.escape)) {
    return text;
  }
  const escape = encoding.escape.replace(/\W/, String.raw`\$&`);
  return text.replaceAll(new RegExp(`${escape}(${sequences})${escape}`, 'g'), (_, sequence: string) =>
    meaningOf(sequence, encoding, location),
  );
}

function meaningOf(sequence: string, encoding: Hl7Encoding, location: Hl7Location): string {
  const separators: Readonly<Record<string, string>> = {
    F: encoding.field,
    S: encoding.component,
    T: encoding.subcomponent,
    R: encoding.repetition,
    E: encoding.escape,
    P: '#',
  };
  if (sequence.startsWith('X')) {
    return decodeHex(sequence.slice(1), encoding.charset, location);
  }
  if (sequence.startsWith('.sp')) {
    return '\n'.repeat(Math.min(Number(sequence.slice(3)) || 1, 20));
  }
  if (sequence === '.br' || sequence === '.ce') {
    return '\n';
  }
  return separators[sequence] ?? '';
}

function decodeHex(digits: string, charset: string, location: Hl7Location): string {
  try {
    return decodeBytes(Buffer.from(digits, 'hex'), charset);
  } catch {
    const place = `${location.segment}-${location.field}`;
    const text = `${place} holds an escape sequence X with bytes that its character set does not have`;
    throw new Hl7Error('AE', 102, text, location);
  }
}
