import { Hl7Error } from './hl7-error.ts';

/** HL7 table 0211 → the names that TextDecoder knows. */
const decoderNames: Readonly<Record<string, string>> = {
  '': 'utf-8',
  ASCII: 'utf-8',
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
  '8859/15': 'iso-8859-15',
  'GB 18030-2000': 'gb18030',
  'BIG-5': 'big5',
};

/** The character set named by MSH-18, as TextDecoder spells it. */
export function decoderName(charset: string): string {
  const name = decoderNames[charset.trim().toUpperCase()];
  if (!name) {
    throw new Hl7Error('AR', 102, 'This character set is not supported: see MSH-18 in the README', {
      segment: 'MSH',
      field: 18,
    });
  }
  return name;
}

/**
 * Turns a message's bytes into text by the character set that its MSH-18 names; UTF-8 when it names none.
 * A byte that the set does not have is an error, because a guess would change a name or a unit unseen.
 */
export function decodeMessage(body: Uint8Array): string {
  const name = decoderName(declaredCharset(body));
  try {
    return new TextDecoder(name, { fatal: true }).decode(body);
  } catch {
    throw new Hl7Error('AE', 102, 'The bytes do not fit the character set: state the right one in MSH-18', {
      segment: 'MSH',
      field: 18,
    });
  }
}

function declaredCharset(body: Uint8Array): string {
  // Every supported set has ASCII in its lower half, so the header can be read before the set is known.
  const header =
    Buffer.from(body)
      .toString('latin1')
      .split(/[\r\n]/, 1)[0] ?? '';
  const repetitions = header.split(header.charAt(3) || '|')[17] ?? '';
  return repetitions.split(header.charAt(5) || '~', 1)[0] ?? '';
}
