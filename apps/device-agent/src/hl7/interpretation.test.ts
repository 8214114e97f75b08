import { expect, test } from 'vitest';
import { localSystem, resultOf } from '#test/translated.ts';

const system = 'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation';
const flags = (flag: string) => resultOf({ flag })?.interpretation;

test.each('< > A AA B D DET H HH HU I IND L LL LU MS N ND NEG POS R S U VS W'.split(' '))(
  '[D3] flag %s, which is in HL7\u2019s list, is a code of it',
  (code) => {
    expect(flags(code)).toEqual([{ coding: [{ system, code }] }]);
  },
);

test.each([
  ['H^High', [{ coding: [{ system, code: 'H', display: 'High' }], text: 'High' }]],
  ['H^High^HL70078', [{ coding: [{ system, code: 'H', display: 'High' }], text: 'High' }]],
  ['A^Abnormal^99X', [{ coding: [{ system: localSystem('99X'), code: 'A', display: 'Abnormal' }], text: 'Abnormal' }]],
  [
    'H^^^7^Very high^99X',
    [
      {
        coding: [
          { system, code: 'H' },
          { system: localSystem('99X'), code: '7', display: 'Very high' },
        ],
        text: 'Very high',
      },
    ],
  ],
  ['^very high', [{ text: 'very high' }]],
  ['*^see note', [{ coding: [{ system: localSystem('L'), code: '*', display: 'see note' }], text: 'see note' }]],
  ['h', [{ text: 'h' }]],
  ['H~*', [{ coding: [{ system, code: 'H' }] }, { text: '*' }]],
  ['""~^^HL70078', undefined],
])('[D3] flag %s, keeps its words, and claims no code that it is not', (flag, expected) => {
  expect(flags(flag)).toEqual(expected);
});
