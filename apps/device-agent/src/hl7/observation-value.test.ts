import { expect, test } from 'vitest';
import { obx, resultOf } from '#test/translated.ts';

const mgPerL = 'mg/L^^UCUM';

test.each([
  ['5^6', '5^6 mg/L'],
  ['^5^^10', '^5^^10 mg/L'],
  ['.^5', '.^5 mg/L'],
  ['-^5', '-^5 mg/L'],
  ['-^^5', '-^^5 mg/L'],
  ['^^-^5', '^^-^5 mg/L'],
  ['^5^.^2', '^5^.^2 mg/L'],
  ['^5^-^10^x', '^5^-^10^x mg/L'],
])('[D3] SN %s, which put together would be another number, stays as it was written', (value, expected) => {
  expect(resultOf({ type: 'SN', value, unit: mgPerL })).toMatchObject({ valueString: expected });
});

test.each([
  ['5', { value: 5 }],
  ['<5', { value: 5, comparator: '<' }],
  ['>=^5', { value: 5, comparator: '>=' }],
  ['<=^0', { value: 0, comparator: '<=' }],
  ['> ^ 5 ', { value: 5, comparator: '>' }],
  ['^-5^', { value: -5 }],
])('[D3] SN %s, is the quantity %o', (value, expected) => {
  expect(resultOf({ type: 'SN', value, unit: mgPerL })?.valueQuantity).toEqual({
    ...expected,
    unit: 'mg/L',
    system: 'http://unitsofmeasure.org',
    code: 'mg/L',
  });
});

test.each([
  ['^-5^-^-1', { valueRange: { low: { value: -5 }, high: { value: -1 } } }],
  ['^5^-^10^', { valueRange: { low: { value: 5 }, high: { value: 10 } } }],
  ['^5^^x', { valueString: '5x' }],
  ['^5^-^5', { valueRange: { low: { value: 5 }, high: { value: 5 } } }],
  ['^1^/^8', { valueRatio: { numerator: { value: 1 }, denominator: { value: 8 } } }],
  ['1^:^128', { valueString: '1:128' }],
  ['>=^1^-^2', { valueString: '>=1-2' }],
  ['^<5^-^10', { valueString: '<5-10' }],
  ['^5^-^<10', { valueString: '5-<10' }],
  ['^1^:^high', { valueString: '1:high' }],
  ['^low^:^128', { valueString: 'low:128' }],
  ['^5^+^', { valueString: '5+' }],
  ['^^^', { dataAbsentReason: { coding: [{ code: 'unknown' }] } }],
])('[D3] SN %s, of which FHIR may have no such value, is %o', (value, expected) => {
  expect(resultOf({ type: 'SN', value })).toMatchObject(expected);
});

test.each([
  ['ST', '<5', '<5 mg/dL'],
  ['TX', '1 of 40', '1 of 40 mg/dL'],
  ['FT', '5.4 mg/dL', '5.4 mg/dL'],
  ['FT', '5.4mg/dL', '5.4mg/dL'],
  ['ST', '5 kmg/dL', '5 kmg/dL mg/dL'],
  ['ST', 'negative', 'negative'],
  ['NM', '5 or so', '5 or so mg/dL'],
])('[D3] %s %s with a unit, does not lose the unit of a number', (type, value, expected) => {
  expect(resultOf({ type, value, unit: 'mg/dL' })?.valueString).toBe(expected);
});

test.each(['constructor', 'toString', '__proto__', 'valueOf', 'nm', ''])(
  '[D3] OBX-2 %j, which names no type that is taken, refuses the message where it stands',
  (type) => {
    expect(() => resultOf({ type })).toThrow(
      expect.objectContaining({ acknowledgment: 'AE', code: 102, location: { segment: 'OBX', sequence: 1, field: 2 } }),
    );
  },
);

test.each(['DT', 'TS', 'DTM'])('[D3] %s, is a date or a time with the offset of MSH-7', (type) => {
  const read = (value: string) => resultOf({ type, value })?.valueDateTime;

  expect(read('20260914')).toBe('2026-09-14');
  expect(read('20260914081530^S')).toBe('2026-09-14T08:15:30+02:00');
});

test.each([
  ['DTM', 'soon'],
  ['TM', '0860'],
])('[D3] %s %s, which is no time, refuses the message where it stands', (type, value) => {
  expect(() => resultOf({ type, value })).toThrow(
    expect.objectContaining({ acknowledgment: 'AE', code: 102, location: { segment: 'OBX', sequence: 1, field: 5 } }),
  );
});

test.each([
  ['NM', '1~~2~""', [{ valueQuantity: { value: 1 } }, { valueQuantity: { value: 2 } }]],
  ['CE', 'A~ ~B', [{ valueCodeableConcept: { text: 'A' } }, { valueCodeableConcept: { text: 'B' } }]],
  ['CNE', 'A~B', [{ valueCodeableConcept: { text: 'A' } }, expect.anything()]],
  ['TM', '0815~0820', [{ valueTime: '08:15:00' }, { valueTime: '08:20:00' }]],
  ['ED', '^AP^PDF^Base64^AAAA~^AP^PDF^Base64^BBBB', [{ extension: expect.anything() }, expect.anything()]],
])('[D3] %s with repetitions %s, is a component for each that says something', (type, value, expected) => {
  const observation = resultOf({ type, value });

  expect(observation?.component).toMatchObject(expected);
  expect(observation?.component?.map(({ code }) => code.text)).toEqual(['Test', 'Test']);
});

test.each([
  ['0000', '00:00:00'],
  ['2359', '23:59:00'],
  ['195900', '19:59:00'],
  ['081530.1', '08:15:30.1'],
  ['081530.1234', '08:15:30.1234'],
])('[D3] TM %s, is the time of day %s', (value, expected) => {
  expect(resultOf({ type: 'TM', value })?.valueTime).toBe(expected);
});

test.each(['2400', '081530.12345', '081530.', '0815.5', '08153', '0815+02'])('[D3] TM %s, is refused', (value) => {
  expect(() => resultOf({ type: 'TM', value })).toThrow(expect.objectContaining({ code: 102 }));
});

test.each(['TM', 'DTM'])('[D3] %s, of which only a later component says something, is absent', (type) => {
  expect(resultOf({ type, value: '^S' })).toMatchObject({ dataAbsentReason: { coding: [{ code: 'unknown' }] } });
});

test('[D3] a value that is absent, says so with the code of HL7\u2019s list', () => {
  expect(resultOf({ value: '' })?.dataAbsentReason).toEqual({
    coding: [{ system: 'http://terminology.hl7.org/CodeSystem/data-absent-reason', code: 'unknown' }],
  });
});

test.each([
  ['time', { time: '20260914081500' }, { time: '20260914081600' }],
  ['flag', { flag: 'H' }, { flag: 'L' }],
  ['range', {}, { range: '1-2' }],
  ['unit', { unit: 'mg' }, { unit: 'g' }],
])('[D3] text in two OBX that differ in their %s, stays two results', (_, first, second) => {
  const text = { type: 'TX', value: 'a' };

  expect(resultOf(obx({ ...text, ...first }), obx({ ...text, ...second }))?.valueString).toBe('a');
});

test('[D3] text in two OBX, of which the second leaves out what the first says, is one result', () => {
  const text = { type: 'TX', value: 'a' };

  expect(resultOf(obx({ ...text, flag: 'H', time: '2026' }), obx(text))?.valueString).toBe('a\na');
});
