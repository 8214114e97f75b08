import { Hl7Error } from './hl7-error.ts';
import { headerLine } from './hl7-lines.ts';

const ascii = 'us-ascii';

/** HL7 table 0211 → the names that TextDecoder knows. The README has the same list. */
export const decoderNames: Readonly<Record<string, string>> = {
  ASCII: ascii,
  'ISO IR6': ascii,
  'UNICODE UTF-8': 'utf-8',
  'UTF-8': 'utf-8',
  '8859/1': 'iso-8859-1',
  '8859/2': 'iso-8859-2',
  '8859/3': 'iso-8859-3',
  '8859/4': 'iso-8859-4',
  '8859/5': 'iso-8859-5',
  '8859/6': 'iso-8859-6',
  '8859/7': 'iso-8859-7',
  '8859/8': 'iso-8859-8',
  '8859/9': 'windows-1254',
  '8859/15': 'iso-8859-15',
  'ISO IR14': 'iso-2022-jp',
  'ISO IR87': 'iso-2022-jp',
  'GB 18030-2000': 'gb18030',
  'KS X 1001': 'euc-kr',
  'BIG-5': 'big5',
};

/**
 * The character set of a message, as TextDecoder spells it. MSH-18 may repeat: the first set is the message's own, the
 * others are those that it switches to. One decoder has to read them all, so ASCII goes with any other. An empty place
 * among others is HL7's default, ASCII (HL7 v2.5.1 §2.15.9.18).
 */
export function decoderName(repetitions: readonly string[]): string {
  const given = repetitions.map((charset) => charset.trim().toUpperCase().replace('""', ''));
  if (given.every((charset) => charset === '')) {
    return 'utf-8';
  }
  const names = new Set(given.map((charset) => (charset === '' ? ascii : decoderNames[charset])));
  names.delete(ascii);
  const [name = ascii, ...others] = names;
  if (names.has(undefined)) {
    throw refusal('This character set is not taken: the README lists those of MSH-18 that are');
  }
  if (others.length > 0) {
    throw refusal('MSH-18 names character sets that are not taken together: the README says which are');
  }
  return name;
}

/** @throws when the set does not have one of the bytes. What TextDecoder calls ASCII is a set of 256 letters. */
export function decodeBytes(bytes: Uint8Array, charset: string): string {
  if (charset === ascii && bytes.some((byte) => byte > 0x7f)) {
    throw new RangeError('A byte beyond ASCII');
  }
  return new TextDecoder(charset, { fatal: true, ignoreBOM: true }).decode(bytes);
}

/**
 * Turns a message's bytes into text by the character set that its MSH-18 names; UTF-8 when it names none.
 * A byte that the set does not have is an error, because a guess would change a name or a unit unseen.
 */
export function decodeMessage(body: Uint8Array): Readonly<{ text: string; charset: string }> {
  const charset = decoderName(declaredCharsets(body));
  try {
    return { text: decodeBytes(body, charset), charset };
  } catch {
    throw new Hl7Error('AE', 102, 'The bytes do not fit the character set: state the right one in MSH-18', {
      segment: 'MSH',
      field: 18,
    });
  }
}

function declaredCharsets(body: Uint8Array): readonly string[] {
  // Every supported set has ASCII in its lower half, so the header can be read before the set is known.
  const header = headerLine(body);
  return (header.split(header.charAt(3) || '|')[17] ?? '').split(header.charAt(5) || '~');
}

function refusal(text: string): Hl7Error {
  return new Hl7Error('AR', 102, text, { segment: 'MSH', field: 18 });
}
