import type { Attachment } from '@medplum/fhirtypes';
import { Hl7Error, type Hl7Location } from './hl7-error.ts';
import { unescapeHl7 } from './hl7-escape.ts';
import { component, locate, withoutEnd } from './hl7-field.ts';
import type { Hl7Segment } from './hl7-message.ts';

/** HL7 table 0291, ED-3 → media types that are spelled otherwise. */
const mediaTypes = new Map([
  ['pdf', 'application/pdf'],
  ['jpeg', 'image/jpeg'],
  ['jpg', 'image/jpeg'],
  ['png', 'image/png'],
  ['gif', 'image/gif'],
  ['tiff', 'image/tiff'],
  ['rtf', 'text/rtf'],
  ['html', 'text/html'],
  ['xml', 'text/xml'],
  ['plain', 'text/plain'],
]);

/** Reads an ED (HL7 v2.5.1 §2.A.24): source ^ type ^ subtype ^ encoding ^ data. The data may be Base64, hexadecimal or text. */
export function readAttachment(result: Hl7Segment, repetition: string): Attachment {
  const location = locate(result, 5);
  const [type = '', subtype = '', encoding = ''] = [2, 3, 4].map((position) =>
    component(result, 5, position, repetition),
  );
  // Bytes, of which any is allowed. They are the last component, so a separator in them separates nothing.
  const { component: caret } = result.encoding;
  const piece = withoutEnd(repetition, caret).split(caret).slice(4).join(caret);
  const data = piece === '""' ? '' : unescapeHl7(piece, result.encoding, location);
  const kind = subtype.toLowerCase();
  const contentType =
    mediaTypes.get(kind) ??
    (/^[\w.+-]+$/.test(kind) && /^(?:text|image|audio|application)$/i.test(type)
      ? `${type.toLowerCase()}/${kind}`
      : 'application/octet-stream');
  return { contentType, data: decode(encoding.toLowerCase(), data, location).toString('base64') };
}

function decode(encoding: string, data: string, location: Hl7Location): Buffer {
  const packed = data.replaceAll(/\s/g, '');
  if (encoding === 'base64' && packed.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(packed)) {
    return Buffer.from(packed, 'base64');
  }
  if (encoding === 'hex' && packed.length % 2 === 0 && /^[0-9a-f]+$/i.test(packed)) {
    return Buffer.from(packed, 'hex');
  }
  if ((encoding === 'a' || encoding === '') && packed !== '') {
    return Buffer.from(data, 'utf8');
  }
  throw new Hl7Error('AE', 102, 'OBX-5 holds no document in Base64, Hex or A, as ED-4 says', location);
}
