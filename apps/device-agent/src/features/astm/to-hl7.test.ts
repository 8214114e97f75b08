import { expect, test } from 'vitest';
import { localSystem, resultsOf } from '#test/translated.ts';
import { end, glucose, head, order, panel, patient } from './test-messages.ts';
import { toHl7 } from './to-hl7.ts';

const options = { patientField: 3, charset: 'UNICODE UTF-8' };

/** The fields of the segments that records become. */
function segmentsOf(records: readonly string[], lineEnd = '\r') {
  const text = records.map((record) => record + lineEnd).join('');
  const separator = head.charAt(1);
  return toHl7(Buffer.from(text, 'latin1'), options).map((message) =>
    message
      .toString('latin1')
      .split('\r')
      .map((line) => line.split(separator)),
  );
}

function read(records: readonly string[], changed: Partial<typeof options> = {}) {
  const content = Buffer.from(records.map((record) => `${record}\r`).join(''), 'latin1');
  return toHl7(content, { ...options, ...changed }).flatMap(resultsOf);
}

/** The Observation of a result whose fields are changed, by their numbers in E1394. */
function resultWith(fields: Readonly<Record<number, string>>) {
  const record = glucose.split('|').map((field, index) => fields[index + 1] ?? field);
  return read([head, patient, order, record.join('|'), end])[0];
}

function orderWith(fields: Readonly<Record<number, string>>) {
  const record = Array.from({ length: 26 }, (_, index) => fields[index + 1] ?? order.split('|')[index] ?? '');
  return read([head, patient, record.join('|'), glucose, end])[0];
}

test.each(['96', '+96', '96.', '096.0', ' 96 '])('[D3] R-4 %j, is the number 96', (value) => {
  expect(resultWith({ 4: value })?.valueQuantity).toEqual({ value: 96, unit: 'mg/dL' });
});

test.each([
  ['-.5', { value: -0.5 }],
  ['<5', { value: 5, comparator: '<' }],
  ['<= 5', { value: 5, comparator: '<=' }],
  ['>5.25', { value: 5.25, comparator: '>' }],
  [' >=5', { value: 5, comparator: '>=' }],
])('[D3] R-4 %j, is the quantity %o', (value, expected) => {
  expect(resultWith({ 4: value })?.valueQuantity).toEqual({ ...expected, unit: 'mg/dL' });
});

test.each([
  ['negative', 'negative'],
  ['1:40', '1:40 mg/dL'],
  [String.raw`5\6`, '5\n6 mg/dL'],
  [String.raw`x\6`, 'x\n6 mg/dL'],
  [String.raw`5\x`, '5\nx mg/dL'],
  ['5^6', '5^6 mg/dL'],
  ['a &F& b', 'a | b'],
])('[D3] R-4 %j, is the text %j', (value, expected) => {
  expect(resultWith({ 4: value })?.valueString).toBe(expected);
});

test.each([
  ['F', 'final'],
  ['V', 'final'],
  ['Q', 'final'],
  ['R', 'final'],
  ['C', 'corrected'],
  ['P', 'preliminary'],
  ['S', 'preliminary'],
  ['I', 'registered'],
  ['X', 'cancelled'],
  ['W', 'unknown'],
  ['M', 'unknown'],
  ['', 'unknown'],
  ['constructor', 'unknown'],
])('[D3] R-9 %j, gives a result the status %s', (status, expected) => {
  expect(resultWith({ 9: status })?.status).toBe(expected);
});

test('[D3] R-9 N, which holds no result, becomes none', () => {
  expect(resultWith({ 9: 'N' })).toBeUndefined();
});

const bounds = (low: number, high: number) => ({ low: { value: low }, high: { value: high } });

test.each([
  ['70 to 105', { ...bounds(70, 105), text: '70-105' }],
  ['70^105', { ...bounds(70, 105), text: '70-105' }],
  ['-.5to+5.', { text: '-.5-+5.' }],
  [' 0.5 to 1.5 ', { ...bounds(0.5, 1.5), text: '0.5-1.5' }],
  ['70^105^', { ...bounds(70, 105), text: '70-105' }],
  ['<5', { high: { value: 5 }, text: '<5' }],
  ['70-105', bounds(70, 105)],
  [String.raw`70 to 105\40 to 60`, { text: '70 to 105; 40 to 60' }],
  ['70^105^normal', { text: '70 to 105 to normal' }],
  ['x70 to 105', { text: 'x70 to 105' }],
  ['70 to 105 fasting', { text: '70 to 105 fasting' }],
])('[D3] R-6 %s, is the range %o', (range, expected) => {
  const [made, ...others] = resultWith({ 6: range })?.referenceRange ?? [];

  expect([made, others]).toMatchObject([expected, []]);
  expect(made?.low === undefined).toBe(!('low' in expected));
});

const [glu, wbc] = ['GLU', 'WBC'].map((code) => ({ system: localSystem('L'), code }));
const loinc = { system: 'http://loinc.org', code: '2345-7', display: 'Glucose' };

test.each([
  ['^^^GLU', { coding: [glu], text: 'GLU' }],
  ['^Glucose^^GLU', { coding: [{ ...glu, display: 'Glucose' }], text: 'Glucose' }],
  ['^^^^WBC^1', { coding: [wbc], text: 'WBC' }],
  ['GLU', { coding: [glu], text: 'GLU' }],
  ['2345-7^Glucose^LN', { coding: [loinc], text: 'Glucose' }],
  ['2345-7^Glucose^loinc^GLU', { coding: [loinc, glu], text: 'Glucose' }],
  ['GLU^Glucose^xLN', { coding: [{ ...glu, display: 'Glucose' }], text: 'Glucose' }],
  ['GLU^Glucose^LNx', { coding: [{ ...glu, display: 'Glucose' }], text: 'Glucose' }],
  ['GLU^Glucose', { coding: [{ ...glu, display: 'Glucose' }], text: 'Glucose' }],
  [String.raw`^^^GLU\^^^WBC`, { coding: [glu], text: 'GLU' }],
])('[D3] R-3 %s, is the code %o', (name, expected) => {
  expect(resultWith({ 3: name })?.code).toEqual(expected);
});

test('[D3] R-3 without a code, is refused', () => {
  expect(() => resultWith({ 3: '^Glucose' })).toThrow('OBX-3');
});

test('[D3] R-7 with several flags, is an interpretation for each; R-5, is the unit', () => {
  const result = resultWith({ 5: '10^9/L', 7: String.raw`H\A` });

  expect(result?.interpretation?.map(({ coding }) => coding?.[0]?.code)).toEqual(['H', 'A']);
  expect(result?.valueQuantity?.unit).toBe('10^9/L');
});

test.each([
  [{}, { 12: '20260914075900' }, '2026-09-14T07:45:00+02:00'],
  [{ 8: '' }, {}, '2026-09-14T08:00:00+02:00'],
  [{ 8: '' }, { 12: '20260914075900', 13: '' }, '2026-09-14T07:59:00+02:00'],
  [{ 8: '' }, { 12: '20260914075900' }, '2026-09-14T08:00:00+02:00'],
  [{ 8: '' }, { 13: '' }, undefined],
])('[D3] time of a result, with %o and %o, is that of the sample, else of the analysis', (ofOrder, ofResult, time) => {
  const change = (record: string, fields: Readonly<Record<number, string>>) =>
    record
      .split('|')
      .map((field, index) => fields[index + 1] ?? field)
      .join('|');

  expect(read([head, patient, change(order, ofOrder), change(glucose, ofResult), end])[0]?.effectiveDateTime).toBe(
    time,
  );
});

test('[D3] time of a sample, is that of its own order', () => {
  const later = order.replace('|20260914074500', '|');

  expect(read([head, patient, order, glucose, later, glucose, end]).map((one) => one.effectiveDateTime)).toEqual([
    '2026-09-14T07:45:00+02:00',
    '2026-09-14T08:00:00+02:00',
  ]);
});

test('[D3] order, becomes OBR and SPM: its number, its test, its times, its sample and its state', () => {
  const record = 'O|1|S-77^3^4||2345-7^Glucose^LN|R|20260914070000|20260914074500||||||||SER^x||||||||||F';
  const [segments = []] = segmentsOf([head, patient, record, glucose, end]);

  expect(segments[2]).toEqual(
    Object.assign(
      Array.from({ length: 26 }, () => ''),
      {
        0: 'OBR',
        1: '1',
        2: 'S-77',
        4: '2345-7^Glucose^LN',
        6: '20260914070000',
        7: '20260914074500',
        25: 'F',
      },
    ),
  );
  expect(segments[3]).toEqual(['SPM', '1', 'S-77', '', 'SER']);
});

test.each(['', '^5'])('[D3] order whose sample number is %j, has no sample', (number) => {
  const result = orderWith({ 3: number });

  expect(result).not.toHaveProperty('specimen');
  expect(result?.valueQuantity?.value).toBe(96);
});

test.each([3, 4, 5])('[D3] patient number, is read in P-%i when the setting says so', (patientField) => {
  const record = 'P|1|n3|n4|n5';

  expect(read([head, record, order, glucose, end], { patientField })[0]?.subject?.identifier?.value).toBe(
    `n${patientField}`,
  );
});

test('[D3] header, becomes MSH: sender, time, control id, mode and character set', () => {
  const record = String.raw`H|\^&|ID 7||CHEM-200|||||||P|LIS2-A2|20260914083012`;
  const [[msh] = []] = segmentsOf([record, ...panel.slice(1)]);

  expect(msh).toEqual([
    'MSH',
    '^\\&\u001f',
    'CHEM-200',
    '',
    '',
    '',
    '20260914083012',
    '',
    'ORU^R01^ORU_R01',
    'ID 7',
    'P',
    '2.5.1',
    '',
    '',
    '',
    '',
    '',
    'UNICODE UTF-8',
  ]);
});

test('[D3] header that says little, gets the control id of what the message holds, and no time', () => {
  const msh = (records: readonly string[]) => segmentsOf(records)[0]?.[0] ?? [];
  const bare = [String.raw`H|\^&|||||||||||1|soon`, ...panel.slice(1)];

  expect(msh(bare)).toMatchObject({ 2: '', 6: '', 9: expect.stringMatching(/^[0-9a-f]{16}$/), 10: 'P' });
  expect(msh(bare)[9]).toBe(msh(bare)[9]);
  expect(msh([...bare.slice(0, -1), 'L|1|F'])[9]).not.toBe(msh(bare)[9]);
  expect(read(bare)).toHaveLength(1);
});

test('[D3] other separators, are those that the header declares', () => {
  const other = (record: string) =>
    record.replaceAll('|', '!').replaceAll('^', '$').replaceAll('\\', '@').replaceAll('&', '%');
  const records = [head, patient, order, String.raw`R|1|^^^GLU|a &F& b|||H\A||F`, 'C|1|I|x&S&y', end].map(other);

  expect(read(records)).toMatchObject([
    { valueString: 'a ! b', note: [{ text: 'x$y' }], interpretation: [{}, {}], code: { text: 'GLU' } },
  ]);
});

test.each(['H|||||', 'H|\\^', 'H', 'h|\\^&', 'xH|\\^&|'])('[D3] header %j, which is none, is refused', (record) => {
  expect(() => read([record, ...panel.slice(1)])).toThrow(expect.objectContaining({ acknowledgment: 'AR' }));
});

test('[D3] character set, is the one of the settings', () => {
  const records = [head, patient, order, 'R|1|^^^COL|gr\u00fcn|||||F', end];

  expect(read(records, { charset: '8859/1' })[0]?.valueString).toBe('gr\u00fcn');
  expect(() => read(records)).toThrow('MSH-18');
});

test.each(['\r', '\r\n', '\r\n\n'])('[D3] records that end with %j, and blank ones, are read', (lineEnd) => {
  expect(segmentsOf([...panel.slice(0, 2), '', '  ', ...panel.slice(2)], lineEnd)[0]?.map(([name]) => name)).toEqual([
    'MSH',
    'PID',
    'OBR',
    'SPM',
    'OBX',
    '',
  ]);
});

test('[D3] transfer with two headers, is two messages, each with its own patient', () => {
  const results = read([...panel, ...panel.map((record) => record.replace('RC-1001', 'RC-1002'))]);

  expect(results.map(({ subject }) => subject?.identifier?.value)).toEqual(['RC-1001', 'RC-1002']);
});

test.each([
  ['the message', [head, 'C|1|I|all', patient, order, glucose, glucose, end], [['all'], ['all']]],
  ['the patient', [head, patient, 'C|1|I|fasting', order, glucose, glucose, end], [['fasting'], ['fasting']]],
  ['the order', [head, patient, order, 'C|1|I|clotted', glucose, glucose, end], [['clotted'], ['clotted']]],
  ['the result', [head, patient, order, glucose, 'C|1|I|one', 'C|2|I|two', glucose, end], [['one', 'two'], []]],
])('[D3] comment on %s, is a note of what it is about', (_, records, expected) => {
  expect(read(records).map(({ note = [] }) => note.map(({ text }) => text))).toEqual(expected);
});

test.each([
  ['a patient', [head, patient, 'C|1|I|fasting', end]],
  ['a patient whose order has none', [head, patient, 'C|1|I|fasting', order, end]],
  ['an order', [head, patient, order, 'C|1|I|clotted', end]],
])('[D3] comment on %s without results, is refused: it would be lost', (_, records) => {
  expect(() => read(records)).toThrow(expect.objectContaining({ acknowledgment: 'AE' }));
});

test.each([
  ['an order alone', [head, patient, order, end]],
  ['a comment of the device on itself', [head, 'C|1|I|warm', end]],
  ['a query and a comment on it', [head, 'Q|1|^S-77', 'C|1|I|x', end]],
])('[D3] message with %s, holds nothing of a patient, and becomes none', (_, records) => {
  expect(segmentsOf(records)).toEqual([]);
});

test('[D3] transfer, of which the device gave up the first message, keeps the second', () => {
  expect(read([...panel.slice(0, -1), 'L|1|T', ...panel])).toHaveLength(1);
});

test.each(['r|1|^^^GLU|5', 'rest of a comment', 'RX|1', 'XR|1', 'X|1|x', 'OBX|1|NM|X||5'])(
  '[D3] record %j, which is none of E1394, is refused: it may be the rest of another',
  (record) => {
    expect(() => read([...panel.slice(0, -1), record, end])).toThrow('does not begin with the name of a segment');
    expect(() => read([head, patient, record, end])).toThrow('does not begin with the name of a segment');
  },
);

test('[D3] records of the maker, scientific ones and queries, beside results, are passed over', () => {
  const records = [head, 'M|1|x', patient, order, 'S|1|x', glucose, 'M|2|y', 'Q|1|^S', end];

  expect(read(records)).toHaveLength(1);
});

const control = order.replace('||||||||Serum', '||||Q||||Serum');

test.each([
  ['alone', [head, patient, control, glucose, 'C|1|I|x', end], 0],
  ['before an order', [head, patient, control, glucose, order, glucose, end], 1],
  ['after an order', [head, patient, order, glucose, control, glucose, 'C|1|I|x', end], 1],
  ['of the patient before', [head, patient, control, glucose, patient, order, glucose, end], 1],
  ['by the header', [head.replace('|P|LIS2', '|Q|LIS2'), ...panel.slice(1)], 0],
  ['as another action', [head, patient, order.replace('||||||||Serum', '||||A||||Serum'), glucose, end], 1],
])('[D3] quality control %s, is left out with its results and comments', (_, records, expected) => {
  const results = read(records);

  expect(results).toHaveLength(expected);
  expect(results.every(({ note }) => note === undefined)).toBe(true);
});

test('[D3] result after a patient whose controls came before, is refused and not taken for a control', () => {
  expect(() => read([head, patient, control, glucose, patient, glucose, end])).toThrow('OBX without OBR');
});

test.each([
  ['N', 1],
  ['F', 1],
  ['', 1],
  ['TX', 1],
  ['xT', 1],
  ['T', 0],
  ['R', 0],
  ['E', 0],
])('[D3] message that ends with L-3 %j, is %i: what the device gave up is left out', (code, expected) => {
  expect(read([...panel.slice(0, -1), `L|1|${code}`])).toHaveLength(expected);
});

test('[D3] message without its end record, or with records after it, is read whole', () => {
  expect(read(panel.slice(0, -1))).toHaveLength(1);
  expect(read([...panel, 'C|1|I|late'])[0]?.note).toEqual([{ text: 'late' }]);
});
