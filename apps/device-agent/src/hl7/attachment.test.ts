import { expect, test } from 'vitest';
import { resultOf } from '#test/translated.ts';

const read = (value: string) => resultOf({ type: 'ED', value })?.extension?.[0]?.valueAttachment;
const textOf = (value: string): string => Buffer.from(read(value)?.data ?? '', 'base64').toString();

test.each([
  ['AP', 'PDF', 'application/pdf'],
  ['IM', 'JPEG', 'image/jpeg'],
  ['IM', 'jpg', 'image/jpeg'],
  ['IM', 'PNG', 'image/png'],
  ['IM', 'GIF', 'image/gif'],
  ['IM', 'TIFF', 'image/tiff'],
  ['AP', 'RTF', 'text/rtf'],
  ['AP', 'HTML', 'text/html'],
  ['AP', 'XML', 'text/xml'],
  ['AP', 'PLAIN', 'text/plain'],
  ['IMAGE', 'SVG+xml', 'image/svg+xml'],
  ['audio', 'x-wav', 'audio/x-wav'],
  ['Application', 'vnd.ms-excel', 'application/vnd.ms-excel'],
  ['text', 'csv', 'text/csv'],
  ['AP', 'dicom', 'application/octet-stream'],
  ['ximage', 'bmp', 'application/octet-stream'],
  ['images', 'bmp', 'application/octet-stream'],
  ['image', 'b mp', 'application/octet-stream'],
  ['image', 'bmp;x', 'application/octet-stream'],
  ['image', ';bmp', 'application/octet-stream'],
  ['image', '', 'application/octet-stream'],
  ['image', 'constructor', 'image/constructor'],
  ['AP', 'constructor', 'application/octet-stream'],
])('[D3] document of type %s and subtype %j, is %s', (type, subtype, contentType) => {
  expect(read(`^${type}^${subtype}^Base64^AAAA`)).toEqual({ contentType, data: 'AAAA' });
});

test('[D3] document, stands in the extension that carries the value of FHIR R5', () => {
  expect(resultOf({ type: 'ED', value: '^AP^PDF^Base64^AAAA' })?.extension).toEqual([
    {
      url: 'http://hl7.org/fhir/5.0/StructureDefinition/extension-Observation.value',
      valueAttachment: { contentType: 'application/pdf', data: 'AAAA' },
    },
  ]);
});

test.each([
  ['Base64', String.raw`JVBE\.br\Ri0=`, '%PDF-'],
  ['BASE64', 'JVBE Ri0 =', '%PDF-'],
  ['Base64', 'YQ==', 'a'],
  ['Hex', '61 62\t4A', 'abJ'],
  ['A', ' a ^ b & c^ ', ' a ^ b & c^ '],
  ['', String.raw`a\F\b`, 'a|b'],
  ['a', String.raw`\X0C\x`, '\fx'],
  ['A', 'a^^', 'a'],
])('[D3] document in %j, %j, keeps every byte', (encoding, data, text) => {
  expect(textOf(`^TEXT^plain^${encoding}^${data}`)).toBe(text);
});

test.each([
  ['Base64', ''],
  ['Base64', '='],
  ['Base64', '===='],
  ['Base64', 'AAA'],
  ['Base64', 'AA=A'],
  ['Base64', 'A==='],
  ['Base64', '!AAA'],
  ['Base64', 'AAA!'],
  ['Hex', ''],
  ['Hex', 'abc'],
  ['Hex', 'x1'],
  ['Hex', '1x'],
  ['A', ''],
  ['A', ' '],
  ['A', '""'],
  ['', ''],
  ['zip', 'AAAA'],
])('[D3] document in %j, %j, which is none, refuses the message where it stands', (encoding, data) => {
  expect(() => read(`^AP^PDF^${encoding}^${data}`)).toThrow(
    expect.objectContaining({ acknowledgment: 'AE', code: 102, location: { segment: 'OBX', sequence: 1, field: 5 } }),
  );
});
