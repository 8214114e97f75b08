import { expect, test } from 'vitest';
import { localSystem, resultOf } from '#test/translated.ts';

const local = localSystem('L');
const loinc = 'http://loinc.org';

test.each([
  ['LN', loinc],
  ['SCT', 'http://snomed.info/sct'],
  ['UCUM', 'http://unitsofmeasure.org'],
  ['HL70078', 'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation'],
  ['', local],
  ['99 A/B', localSystem('99%20A%2FB')],
  ['constructor', localSystem('constructor')],
  ['__proto__', localSystem('__proto__')],
])('[D3] code of the list %j, is one of %s', (list, system) => {
  expect(resultOf({ code: `A^Anna^${list}` })?.code).toEqual({
    coding: [{ system, code: 'A', display: 'Anna' }],
    text: 'Anna',
  });
});

const [a, b, c] = ['A', 'B', 'C'].map((code) => ({ system: local, code }));

test.each([
  ['A', { coding: [a], text: 'A' }],
  ['^Anna', { text: 'Anna' }],
  ['^^^B^Berta', { coding: [{ ...b, display: 'Berta' }], text: 'Berta' }],
  ['A^^^B', { coding: [a, b], text: 'A' }],
  ['A^^^B^Berta', { coding: [a, { ...b, display: 'Berta' }], text: 'Berta' }],
  ['A^Anna^L^B^Berta^LN^1^2.40^Annabel', undefined],
  ['A^^^^^^^^^C^Carl', { coding: [a, { ...c, display: 'Carl' }], text: 'Carl' }],
  ['^^^^^^^^Annabel', { text: 'Annabel' }],
  ['A^^^^^^^^^C^^LN^^^7', { coding: [a, { system: loinc, code: 'C' }], text: 'A' }],
  ['A^^^^^^^^^C^^LN^7', { coding: [a, { system: loinc, version: '7', code: 'C' }], text: 'A' }],
])('[D3] concept %s, keeps each code with its words and the version of its list', (code, expected) => {
  const all = {
    coding: [
      { system: local, version: '1', code: 'A', display: 'Anna' },
      { system: loinc, version: '2.40', code: 'B', display: 'Berta' },
    ],
    text: 'Annabel',
  };

  expect(resultOf({ code })?.code).toEqual(expected ?? all);
});

test.each(['', '^^LN', '""', '^^^^^LN'])('[D3] OBX-3 %j, which names no test, refuses the message there', (code) => {
  expect(() => resultOf({ code })).toThrow(
    expect.objectContaining({ acknowledgment: 'AE', code: 101, location: { segment: 'OBX', sequence: 1, field: 3 } }),
  );
});
