import { expect, test } from 'vitest';
import { glucose, header, hl7, resultMessage } from '#test/hl7-text.ts';
import { resultOf, resultsOf } from '#test/translated.ts';

const long = 'a'.repeat(1_048_577);
const at = (segment: string, field: number) =>
  expect.objectContaining({
    acknowledgment: 'AE',
    code: 102,
    message: expect.stringContaining(`${segment}-${field} `),
    location: expect.objectContaining({ segment, field }),
  });

test.each([
  ['a text', { type: 'TX', value: long }, 5],
  ['a name of a test', { code: `X^${long}^L` }, 3],
  ['a unit', { unit: long }, 6],
  ['a unit of a range', { type: 'SN', value: '^1^-^5', unit: `${long}^^UCUM` }, 6],
  ['a range', { range: long }, 7],
])('[D3] [F11] %s of more than 1 MiB, which Medplum does not take, is refused where it stands', (_, fields, field) => {
  expect(() => resultOf(fields)).toThrow(at('OBX', field));
});

test('[D3] [F11] note of more than 1 MiB, is refused where it stands, and a text of 1 MiB is taken', () => {
  const value = long.slice(1);

  expect(() => resultOf(glucose, `NTE|1||${long}`)).toThrow(at('NTE', 3));
  expect(resultOf({ type: 'TX', value })?.valueString).toBe(value);
});

test.each(['A', 'AB CD EF', '\u00e4 b', '1 2'])('[D3] code %j, is one for FHIR', (code) => {
  expect(resultOf({ code })?.code.coding?.[0]?.code).toBe(code);
});

test.each(['A  B', 'A\tB', 'A B  C', 'A\nB'])('[D3] [F11] code %j, is none for FHIR, and refused before AA', (code) => {
  const order = hl7(header(), 'PID|1||RC-1', `OBR|1||F|${code}`, glucose);
  const specimen = resultMessage([glucose, `SPM|1|S1||${code}`]);

  expect(() => resultOf({ code })).toThrow(at('OBX', 3));
  expect(() => resultOf({ type: 'CE', value: code })).toThrow(at('OBX', 5));
  expect(() => resultOf({ unit: `${code}^^UCUM` })).toThrow(at('OBX', 6));
  expect(() => resultOf({ flag: `${code}^x^L` })).toThrow(at('OBX', 8));
  expect(() => resultsOf(order)).toThrow(at('OBR', 4));
  expect(() => resultsOf(specimen)).toThrow(at('SPM', 4));
});
