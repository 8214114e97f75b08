import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { glucose, header, hl7, resultMessage } from '#test/hl7-text.ts';
import type { TranslationSettings } from './observation.ts';
import { translateMessage } from './translate-message.ts';

const settings: TranslationSettings = {
  device: 'Device/chem-200',
  patientSystem: 'https://clinic.example/mrn',
  patientAuthorities: ['RIVERSIDE'],
  namespace: 'https://clinic.example/device-agent',
  timeZone: 'Europe/Berlin',
};

function translate(body: Buffer) {
  return translateMessage(body, settings).orders.flatMap(({ results }) => results);
}

function sample(name: string) {
  const path = fileURLToPath(import.meta.resolve(`#samples/${name}.hl7`));
  return translate(readFileSync(path));
}

/** The Observation that one OBX becomes. */
function one(obx: string, ...more: readonly string[]) {
  const [observation] = translate(resultMessage([obx, ...more]));
  return observation;
}

describe('[D3] chemistry panel', () => {
  const panel = sample('chemistry-panel');
  const [glucoseResult, , potassium, creatinine, , hemolysis, comment] = panel;

  test('seven OBX, when translated, become seven Observations with identifiers of their own', () => {
    expect(new Set(panel.map(({ identifier }) => identifier[0]?.value)).size).toBe(7);
  });

  test('a numeric result with two codes, two flags and a range, when translated, is a complete Observation', () => {
    const unit = { unit: 'milligram per deciliter', system: 'http://unitsofmeasure.org', code: 'mg/dL' };
    const interpretationSystem = 'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation';
    expect(glucoseResult).toEqual({
      resourceType: 'Observation',
      identifier: [
        {
          system: 'https://clinic.example/device-agent/results',
          value: expect.stringMatching(/^[0-9a-f]{32}\.1\.1$/),
        },
        {
          type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'FILL' }] },
          system: 'https://clinic.example/device-agent/orders',
          value: 'F-20260914-0031',
        },
        { system: 'https://clinic.example/device-agent/order-results', value: expect.stringMatching(/^[0-9a-f]{32}$/) },
      ],
      status: 'final',
      category: [
        { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' }] },
      ],
      code: {
        coding: [
          { system: 'http://loinc.org', code: '2345-7', display: 'Glucose' },
          { system: 'https://clinic.example/device-agent/codes/99CHEM', code: 'GLU', display: 'Glucose serum' },
        ],
        text: 'Glucose',
      },
      subject: { type: 'Patient', identifier: { system: 'https://clinic.example/mrn', value: 'RC-1001' } },
      device: { reference: 'Device/chem-200' },
      effectiveDateTime: '2026-09-14T08:15:30+02:00',
      valueQuantity: { value: 182, ...unit },
      interpretation: [
        { coding: [{ system: interpretationSystem, code: 'H' }] },
        { coding: [{ system: interpretationSystem, code: 'A' }] },
      ],
      referenceRange: [{ low: { value: 70, ...unit }, high: { value: 105, ...unit }, text: '70-105' }],
      note: [{ text: 'Sample slightly hemolyzed & lipemic' }],
      specimen: {
        type: 'Specimen',
        identifier: { system: 'https://clinic.example/device-agent/specimens', value: 'S-77120' },
      },
    });
  });

  test('notes of a result and of its order, when translated, stand together, unescaped', () => {
    expect(potassium?.note).toEqual([
      { text: 'Repeated once~ same value ^ confirmed' },
      { text: 'Sample slightly hemolyzed & lipemic' },
    ]);
  });

  test('a unit that is not said to be UCUM, when translated, is text and claims no code', () => {
    expect(creatinine?.valueQuantity).toEqual({ value: 0.9, unit: 'mg/dL' });
  });

  test('a code of the laboratory, when translated, stays under the site and loses its escapes', () => {
    expect(hemolysis?.code.coding).toEqual([
      {
        system: 'https://clinic.example/device-agent/codes/99CHEM',
        code: 'HEM',
        display: 'Hemolysis index & grade',
      },
    ]);
  });

  test('text with escapes, when translated, reads as it was meant', () => {
    expect(comment?.valueString).toBe('Cup A|B, dilution 1:10 (auto)');
  });

  test('the patient, when translated, is a number without a name', () => {
    expect(JSON.stringify(panel)).not.toMatch(/Carter|1984/);
  });
});

describe('[D3] other samples', () => {
  test('structured numerics, when translated, are comparator, range and ratio', () => {
    const [crp, gfr, leukocytes, titer] = sample('comparator');

    expect(crp?.valueQuantity).toMatchObject({ comparator: '<', value: 0.3, code: 'mg/L' });
    expect(crp?.referenceRange?.[0]).toMatchObject({ high: { value: 5 }, text: '<5.0' });
    expect(gfr?.referenceRange?.[0]).toMatchObject({ low: { value: 60 }, text: '>60' });
    expect(leukocytes?.valueRange).toMatchObject({ low: { value: 5 }, high: { value: 10 } });
    expect(titer?.valueRatio).toEqual({ numerator: { value: 1 }, denominator: { value: 128 } });
    expect(crp?.subject?.identifier?.value).toBe('RC-1002');
  });

  test('a time without an offset, when MSH-7 has one, takes that one', () => {
    expect(sample('comparator')[0]?.effectiveDateTime).toBe('2026-09-14T09:00:00+02:00');
  });

  test('formatted text, coded value and text with repetitions, when translated, keep lines and codes', () => {
    const [report, visual, comment] = sample('text-result');

    expect(report?.valueString).toBe(
      'Slight rise in the alpha-2 fraction.\nAlbumin low normal.\n\nNo monoclonal band (&gamma^2).',
    );
    expect(report?.status).toBe('preliminary');
    expect(visual?.valueCodeableConcept).toEqual({
      coding: [{ system: 'https://clinic.example/device-agent/codes/99CHEM', code: 'SLIGHT', display: 'Slight' }],
      text: 'Slight',
    });
    expect(comment?.valueString).toBe('Called to ward 3\nRead back & confirmed');
  });

  test('a correction, when translated, is a corrected Observation beside the first one, not in its place', () => {
    const [correction] = sample('corrected-result');
    const first = sample('chemistry-panel')[2];

    expect(correction).toMatchObject({ status: 'corrected', valueQuantity: { value: 4.4 } });
    expect(correction?.identifier[0]).not.toEqual(first?.identifier[0]);
    expect(correction?.identifier[1]).toEqual(first?.identifier[1]);
  });

  test('a result without an order, when translated, refuses the message', () => {
    expect(() => sample('malformed')).toThrow('OBX without OBR before it');
  });
});

describe('values', () => {
  test.each([
    ['|NM|X||<0.5', { valueQuantity: { comparator: '<', value: 0.5 } }],
    ['|NM|X||-1.5', { valueQuantity: { value: -1.5 } }],
    ['|NM|X||****', { valueString: '****' }],
    ['|NM|X||1~2', { component: [expect.objectContaining({ valueQuantity: { value: 1 } }), expect.anything()] }],
    ['|SN|X||^2^+', { valueString: '2+' }],
    ['|SN|X||>=^10', { valueQuantity: { comparator: '>=', value: 10 } }],
    ['|DT|X||20260914', { valueDateTime: '2026-09-14' }],
    ['|TM|X||0815', { valueTime: '08:15:00' }],
    ['|NM|X||', { dataAbsentReason: expect.anything() }],
    ['|CE|X||A^Anna^L^B^Berta^LN', { valueCodeableConcept: { coding: [{ code: 'A' }, { code: 'B' }], text: 'Anna' } }],
  ])('OBX-2 to OBX-5 %s, when translated, are %o', (fields, expected) => {
    expect(one(`OBX|1${fields}||||||F`)).toMatchObject(expected);
  });

  test.each([
    ['F', 'final'],
    ['C', 'corrected'],
    ['P', 'preliminary'],
    ['X', 'cancelled'],
    ['W', 'entered-in-error'],
    ['?', 'unknown'],
  ])('OBX-11 %s, when translated, is %s', (code, status) => {
    expect(one(`OBX|1|ST|X||a||||||${code}`)?.status).toBe(status);
  });

  test('OBX-11 N, which says that there is no result, becomes no Observation', () => {
    expect(translate(resultMessage(['OBX|1|ST|X||||||||N', glucose]))).toHaveLength(1);
  });

  test('a flag that FHIR does not know, when translated, stays as text', () => {
    expect(one('OBX|1|NM|X||5|||*|||F')?.interpretation).toEqual([{ text: '*' }]);
  });

  test('a range in words, when translated, stays as text', () => {
    expect(one('OBX|1|NM|X||5||see report||||F')?.referenceRange).toEqual([{ text: 'see report' }]);
  });

  test('a time without any offset, when translated, is read in the configured zone', () => {
    const body = hl7(
      header({ time: '20260914083012' }),
      'PID|1||RC-1',
      'OBR|1||F|P|||20260914074500',
      'OBX|1|ST|X||a||||||F',
    );

    expect(translate(body)[0]?.effectiveDateTime).toBe('2026-09-14T07:45:00+02:00');
  });
});

describe('[D7] identity', () => {
  const key = (body: Buffer): string => translateMessage(body, settings).key;

  test('a message sent again later, when translated, has the same identity', () => {
    const [first, again] = ['20260914083012', '20260914093012'].map((time) => key(resultMessage([glucose], { time })));

    expect(again).toBe(first);
  });

  test('another result under a control id that was used before, when translated, has an identity of its own', () => {
    const other = glucose.replace('|96|', '|97|');

    expect(key(resultMessage([other]))).not.toBe(key(resultMessage([glucose])));
  });

  test('the same content under another control id, when translated, has an identity of its own', () => {
    expect(key(resultMessage([glucose], { id: 'M2' }))).not.toBe(key(resultMessage([glucose])));
  });
});

describe('[D3] orders', () => {
  const orders = (...lines: readonly string[]) =>
    translateMessage(hl7(header(), 'PID|1||RC-1', ...lines), settings).orders;
  const filler = (value: string) => ({
    type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'FILL' }] },
    system: 'https://clinic.example/device-agent/orders',
    value,
  });

  test('orders of a message, have numbers of their own, made of the message and their place in it', () => {
    const { orders: made, key } = translateMessage(
      hl7(header(), 'PID|1||RC-1', 'OBR|1||F-1', glucose, 'OBR|2', glucose),
      settings,
    );
    const system = 'https://clinic.example/device-agent/reports';

    expect(made.map(({ identifier }) => identifier)).toEqual([
      [{ system, value: `${key}.1` }, filler('F-1')],
      [{ system, value: `${key}.2` }],
    ]);
  });

  test('a message with more than nine orders, gives each a number of its own', () => {
    const made = orders(...Array.from({ length: 11 }, (_, index) => [`OBR|${index}||F-${index}`, glucose]).flat());

    expect(made.map(({ identifier }) => identifier[0]?.value?.split('.').at(-1)).join()).toBe(
      '1,2,3,4,5,6,7,8,9,10,11',
    );
  });

  test('results of an order without a number, have no place that a correction could name', () => {
    const [order] = orders('OBR|1', glucose);

    expect(order?.results[0]?.identifier.map(({ system }) => system?.split('/').at(-1))).toEqual(['results']);
    expect(orders('OBR|1|P-1', glucose)[0]?.results[0]?.identifier).toHaveLength(2);
  });

  test('two tests whose code and list read the same one after the other, have places of their own', () => {
    const place = (code: string) => orders('OBR|1||F-1', `OBX|1|NM|${code}||5||||||F`)[0]?.results[0]?.identifier[2];

    expect(place('A^^B')?.value).not.toBe(place('AB')?.value);
  });

  test.each([
    ['SPM|1|P-1&x^F-1&y||SER^Serum^L', { value: 'F-1' }, 'Serum'],
    ['SPM|1|P-1&x~P-2||SER^Serum^L', { value: 'P-1' }, 'Serum'],
    ['SPM|1|^F-1', { value: 'F-1' }, undefined],
  ])('specimen %s, is known by its number, the laboratory\u2019s own first', (line, number, type) => {
    const identifier = { system: 'https://clinic.example/device-agent/specimens', ...number };
    const [order] = orders('OBR|1||F-1', glucose, line);

    expect(order?.specimen?.identifier).toEqual(identifier);
    expect(order?.specimen?.type?.text).toBe(type);
    expect(order?.results[0]?.specimen).toEqual({ type: 'Specimen', identifier });
  });

  test('a second specimen of one order, is refused: results of it would be stored as those of the first', () => {
    const made = (...more: readonly string[]) => orders('OBR|1||F-1', glucose, 'SPM|1|S-1', ...more);

    expect(() => made('SPM|2|S-2')).toThrow(
      expect.objectContaining({ acknowledgment: 'AE', location: { segment: 'SPM', sequence: 2, field: 2 } }),
    );
    expect(
      made('SPM|2|S-1', 'OBR|2||F-2', glucose, 'SPM|1|S-2').map(({ specimen }) => specimen?.identifier.value),
    ).toEqual(['S-1', 'S-2']);
  });

  test.each(['SPM|1', 'SPM|1|^||SER^Serum^L'])('specimen %s, without a number, is none', (line) => {
    const [order] = orders('OBR|1||F-1', glucose, line);

    expect(order?.specimen).toBeUndefined();
    expect(order?.results[0]).not.toHaveProperty('specimen');
  });

  test.each([
    ['OBX', 14, ['OBR|1', `${glucose}|||soon`]],
    ['OBR', 7, ['OBR|1||||||soon', glucose]],
  ])('%s-%i that is no time, is refused where it stands', (segment, field, lines) => {
    expect(() => orders(...lines)).toThrow(
      expect.objectContaining({
        acknowledgment: 'AE',
        code: 102,
        message: expect.stringContaining(`${segment}-${field}`),
        location: { segment, sequence: 1, field },
      }),
    );
  });
});

describe('what is refused', () => {
  test.each([
    ['another kind of message', resultMessage([glucose], { type: 'ADT^A01' }), 'AR', 200],
    ['no control id', resultMessage([glucose], { id: '' }), 'AR', 101],
    ['a training message', resultMessage([glucose], { mode: 'T' }), 'AR', 202],
    ['no result', resultMessage([]), 'AE', 101],
    ['no patient', hl7(header(), 'OBR|1', glucose), 'AE', 100],
    ['a patient without a number', hl7(header(), 'PID|1', 'OBR|1', glucose), 'AE', 101],
    ['a result without a test', resultMessage(['OBX|1|NM|||5||||||F']), 'AE', 101],
    ['a value type that is not taken', resultMessage(['OBX|1|RP|X||5||||||F']), 'AE', 102],
    ['a time that is none', resultMessage(['OBX|1|NM|X||5||||||F|||soon']), 'AE', 102],
  ])('%s, when translated, is refused with its code', (_, body, acknowledgment, code) => {
    expect(() => translate(body)).toThrow(expect.objectContaining({ acknowledgment, code }));
  });
});
