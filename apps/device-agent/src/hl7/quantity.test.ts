import { expect, test } from 'vitest';
import { resultOf } from '#test/translated.ts';

test.each([
  ['+5', { value: 5 }],
  ['-0.5', { value: -0.5 }],
  ['5.', { value: 5 }],
  ['.5', { value: 0.5 }],
  ['.25', { value: 0.25 }],
  ['-.5', { value: -0.5 }],
  ['007', { value: 7 }],
  ['10.25', { value: 10.25 }],
  ['<5', { value: 5, comparator: '<' }],
  ['<=5', { value: 5, comparator: '<=' }],
  ['>5', { value: 5, comparator: '>' }],
  ['>=  100', { value: 100, comparator: '>=' }],
  [' 5\n', { value: 5 }],
  ['999999999999999', { value: 999_999_999_999_999 }],
  ['0000000000000000005', { value: 5 }],
])('[D3] NM %s, is the quantity %o', (value, expected) => {
  expect(resultOf({ value })?.valueQuantity).toEqual(expected);
});

test.each([
  '1e5',
  '1,5',
  '5 or so',
  'about 5',
  '--5',
  '0x10',
  '=<5',
  '<',
  '.',
  '9999999999999999',
  '10000000000000005',
  '5.4.3',
  '\u22645',
])('[D3] NM %s, which is no number that JSON keeps, is text', (value) => {
  expect(resultOf({ value })).toMatchObject({ valueString: value });
});

const ucum = 'http://unitsofmeasure.org';

test.each([
  ['^^^mg/dL^milligram^L', { unit: 'milligram' }],
  ['^^^mg/dL', { unit: 'mg/dL' }],
  ['^^^^^^^^mg/dL', { unit: 'mg/dL' }],
  ['^milligram', { unit: 'milligram' }],
  ['mg/dL^^ucum', { unit: 'mg/dL', system: ucum, code: 'mg/dL' }],
  ['^^^mg/dL^UCUM^UCUM', { unit: 'mg/dL', system: ucum, code: 'mg/dL' }],
  ['^^UCUM', {}],
  ['10^9^UCUM', { unit: '10^9' }],
  ['10^-3', { unit: '10^-3' }],
  ['10^+3/L', { unit: '10^+3/L' }],
  ['10^123', { unit: '123' }],
  ['IU^10*3^L', { unit: '10*3' }],
  ['10^*9/L', { unit: '10^*9/L' }],
  ['99X^10^L', { unit: '10' }],
  ['xUCUM^2/L', { unit: 'xUCUM^2/L' }],
  ['UCUMx^2/L', { unit: 'UCUMx^2/L' }],
  ['x^^UCUM^/uL^^UCUM', { unit: 'x', system: ucum, code: 'x' }],
  ...['ISO', 'iso+', 'ANS', 'ANS+', '99', '99LAB'].map((list): [string, object] => [
    `x^^${list}^/uL^^UCUM`,
    { unit: '/uL', system: ucum, code: '/uL' },
  ]),
])('[D3] unit %s, is %o, so that no value stands without its unit', (unit, expected) => {
  expect(resultOf({ unit })?.valueQuantity).toEqual({ value: 5, ...expected });
});
