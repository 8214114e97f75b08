import { expect, test } from 'vitest';
import { resultOf } from '#test/translated.ts';

const range = (text: string) => resultOf({ unit: 'mg', range: text })?.referenceRange?.[0];
const bound = (value: number) => ({ value, unit: 'mg' });

test.each([
  ['70-105', { low: bound(70), high: bound(105) }],
  ['0.5 - 1.5', { low: bound(0.5), high: bound(1.5) }],
  ['-5-5', { low: bound(-5), high: bound(5) }],
  ['-5--1', { low: bound(-5), high: bound(-1) }],
  ['+5-10.25', { low: bound(5), high: bound(10.25) }],
  ['5-5', { low: bound(5), high: bound(5) }],
  ['<5', { high: bound(5) }],
  ['<= 5.5', { high: bound(5.5) }],
  ['>60', { low: bound(60) }],
  ['>=-10', { low: bound(-10) }],
])('[D3] range %s, has its bounds, their unit and its text', (text, expected) => {
  expect(range(text)).toEqual({ ...expected, text });
});

test.each([
  '105-70',
  '5',
  '-',
  '1-2-3',
  '< 5 mg',
  'to <5',
  'x70-105',
  '70-105 fasting',
  '1234567890123456-2234567890123456',
  '1-2234567890123456',
  '<12345678901234567',
  '>a',
])('[D3] range %s, of which a number would be lost or made up, is text alone', (text) => {
  expect(range(text)).toEqual({ text });
});

test.each(['', '""', '^'])('[D3] range %j, which says nothing, is absent', (text) => {
  expect(resultOf({ range: text })).not.toHaveProperty('referenceRange');
});
