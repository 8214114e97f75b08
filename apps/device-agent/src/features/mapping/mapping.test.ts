import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { translateMessage } from '#hl7/translate-message.ts';
import { toTransactions } from '#intake/to-transactions.ts';
import { resultMessage } from '#test/hl7-text.ts';
import { translation } from '#test/settings.ts';
import { temporaryFolder } from '#test/temporary-folder.ts';
import { mapping } from './feature.ts';

const local = 'OBX|1|NM|GLU^Glucose^99CHEM||96|mg/dl|70-105||||F';
const loinc = { system: 'http://loinc.org', code: '2345-7', display: 'Glucose' };

function setUp(path: string, content: unknown) {
  const file = join(path, 'mapping.json');
  const write = (text: unknown): void => writeFileSync(file, typeof text === 'string' ? text : JSON.stringify(text));
  write(content);
  const part = mapping.read({ DEVICE_AGENT_MAPPING_FILE: file });
  const refinement = part?.refinement?.(translation);
  const first = (line = local) =>
    toTransactions(translateMessage(resultMessage([line]), translation), {
      channel: 'mllp',
      refinements: refinement ? [refinement] : [],
    })[0]?.entries[0]?.resource;
  return { part, write, first };
}

test('[D3] mapping, when it knows a test and a unit, puts LOINC first and adds UCUM, also to the range', () => {
  using folder = temporaryFolder();
  const { first } = setUp(folder.path, { tests: { 'GLU|99CHEM': loinc }, units: { 'mg/dl': 'mg/dL' } });

  expect(first()).toMatchObject({
    code: { coding: [loinc, { code: 'GLU' }], text: 'Glucose' },
    valueQuantity: { value: 96, unit: 'mg/dl', system: 'http://unitsofmeasure.org', code: 'mg/dL' },
    referenceRange: [{ low: { value: 70, code: 'mg/dL' }, high: { value: 105, code: 'mg/dL' } }],
  });
});

test('[D3] mapping, when it does not know a test, leaves the laboratory\u2019s own code and unit', () => {
  using folder = temporaryFolder();
  const { first } = setUp(folder.path, { tests: { 'GLU|OTHER': loinc } });

  expect(first()).toMatchObject({ code: { coding: [{ code: 'GLU' }] }, valueQuantity: { unit: 'mg/dl' } });
  expect(first('OBX|1|NM|2345-7^Glucose^LN||96||||||F')).toMatchObject({ code: { coding: [{ code: '2345-7' }] } });
});

test('[D3] mapping, when read again, holds from then on; with a mistake the old one stays', () => {
  using folder = temporaryFolder();
  const { part, write, first } = setUp(folder.path, {});

  write({ tests: { GLU: loinc } });
  part?.reload?.();
  expect(first()).toMatchObject({ code: { coding: [loinc, { code: 'GLU' }] } });
  write('{');
  expect(part?.reload).toThrow('DEVICE_AGENT_MAPPING_FILE names a file that cannot be read (no JSON)');
  expect(first()).toMatchObject({ code: { coding: [loinc, { code: 'GLU' }] } });
});

test.each([
  ['is not there', undefined, 'ENOENT'],
  ['has a member that is unknown', { test: {} }, 'its top'],
  ['names a test without a code', { tests: { GLU: { system: 'http://loinc.org' } } }, 'tests.GLU.code'],
  ['has a unit with a blank', { units: { mg: 'm g' } }, 'units.mg'],
])('[D3] mapping, whose file %s, stops the start and says where', (_, content, place) => {
  using folder = temporaryFolder();
  const read = (): unknown =>
    content === undefined
      ? mapping.read({ DEVICE_AGENT_MAPPING_FILE: join(folder.path, 'none.json') })
      : setUp(folder.path, content);

  expect(read).toThrow(place);
});

test('[D3] mapping, given a result with several values, maps the code and the unit of each', () => {
  using folder = temporaryFolder();
  const { first } = setUp(folder.path, { tests: { GLU: loinc }, units: { 'mg/dl': 'mg/dL' } });
  const part = { code: { coding: [loinc, { code: 'GLU' }] }, valueQuantity: { unit: 'mg/dl', code: 'mg/dL' } };

  expect(first(local.replace('96', '96~97'))).toMatchObject({ component: [part, part] });
  expect(first()).not.toHaveProperty('component');
});

test('[D3] mapping, given a range or a ratio, maps the unit of both ends', () => {
  using folder = temporaryFolder();
  const { first } = setUp(folder.path, { units: { 'mg/dl': 'mg/dL' } });
  const value = (text: string) => first(local.replace('NM', 'SN').replace('96', text));

  expect(value('^5^-^10')).toMatchObject({ valueRange: { low: { code: 'mg/dL' }, high: { code: 'mg/dL' } } });
  expect(value('^1^:^2')).toMatchObject({ valueRatio: { numerator: { code: 'mg/dL' } } });
});

test('[D3] mapping, given a unit that says UCUM already, or one that it does not know, leaves it alone', () => {
  using folder = temporaryFolder();
  const { first } = setUp(folder.path, { units: { 'mg/dL': 'g/L' } });
  const unit = { unit: 'mg/dL', system: 'http://unitsofmeasure.org', code: 'mg/dL' };

  expect(first(local.replace('mg/dl', 'mg/dL^^UCUM'))).toMatchObject({ valueQuantity: unit });
  expect(first()).toMatchObject({ valueQuantity: { value: 96, unit: 'mg/dl' } });
  expect(JSON.stringify(first())).not.toContain('unitsofmeasure');
});

test.each([
  ['the same code of the same system', '2345-7^Glucose^LN', ['2345-7']],
  ['the same code of the laboratory itself', '2345-7^Glucose^L', ['2345-7', '2345-7']],
  ['it beside another code', 'GLU^Glucose^L^2345-7^Glucose^LN', ['GLU', '2345-7']],
  ['another code of the same system beside it', 'GLU^Glucose^L^1-8^Other^LN', ['2345-7', 'GLU', '1-8']],
])('[D3] mapping to LOINC, given %s, says no code twice', (_, code, expected) => {
  using folder = temporaryFolder();
  const { first } = setUp(folder.path, { tests: { GLU: loinc, '2345-7': loinc } });

  const resource = first(`OBX|1|NM|${code}||96||||||F`);

  expect((resource as { code?: { coding?: { code?: string }[] } }).code?.coding?.map((one) => one.code)).toEqual(
    expected,
  );
});

test('[D3] mapping, given a code and a unit that happen to be words of JavaScript, leaves them alone', () => {
  using folder = temporaryFolder();
  const { first } = setUp(folder.path, { tests: { GLU: loinc }, units: { 'mg/dl': 'mg/dL' } });

  expect(first('OBX|1|NM|constructor^^99CHEM||5|toString|||||F')).toMatchObject({
    code: { coding: [{ code: 'constructor' }] },
    valueQuantity: { value: 5, unit: 'toString' },
  });
});

test('[D3] mapping, without a file, is not switched on', () => {
  expect(mapping.read({})).toBeUndefined();
});
