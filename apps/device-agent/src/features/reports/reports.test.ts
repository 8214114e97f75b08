import { demoIds } from '@auth-patterns/demo-project';
import type { DiagnosticReport, Specimen } from '@medplum/fhirtypes';
import { expect, test } from 'vitest';
import { translateMessage } from '#hl7/translate-message.ts';
import { toTransactions } from '#intake/to-transactions.ts';
import { createMedplumSession } from '#medplum/sign-in.ts';
import { createFhirDelivery } from '#sender/deliver-as-fhir.ts';
import { glucose, header, hl7, resultMessage } from '#test/hl7-text.ts';
import { startRecordedMedplum } from '#test/recorded-medplum.ts';
import { medplumSettings, translation } from '#test/settings.ts';
import { reports } from './feature.ts';

function transactionsOf(body: Buffer) {
  const refinement = reports.read({ DEVICE_AGENT_REPORTS: 'on' })?.refinement?.(translation) ?? {};
  return toTransactions(translateMessage(body, translation), { channel: 'mllp', refinements: [refinement] });
}

const report = (body: Buffer) =>
  transactionsOf(body)[0]?.entries.find(({ resource }) => resource.resourceType === 'DiagnosticReport');

test('[D3] reports, given a document beside numbers, carry it where people look for it', () => {
  const body = resultMessage(['OBX|1|ED|PDF^Report^L||^AP^PDF^Base64^JVBERi0=||||||F', glucose]);

  expect(report(body)?.resource).toMatchObject({
    presentedForm: [{ contentType: 'application/pdf', data: 'JVBERi0=' }],
    result: [{ reference: 'entry:0' }, { reference: 'entry:1' }],
  });
});

test('[D3] report and specimen, say what is known of the order, under identifiers of their own', () => {
  const body = resultMessage([glucose, 'SPM|1|^S-1||SER^Serum^HL70487']);
  const [, specimen, made] = transactionsOf(body)[0]?.entries ?? [];
  const subject = { type: 'Patient', identifier: { system: translation.patientSystem, value: 'RC-1001' } };
  const meta = { tag: [{ system: `${translation.namespace}/devices`, code: demoIds.device }] };

  expect(specimen).toEqual({
    name: 'Specimen',
    resource: {
      resourceType: 'Specimen',
      meta,
      identifier: [
        { system: `${translation.namespace}/specimens-of-patients`, value: expect.stringMatching(/^[0-9a-f]{32}$/) },
        { system: `${translation.namespace}/specimens`, value: 'S-1' },
      ],
      subject,
      type: expect.objectContaining({ text: 'Serum' }),
    },
  });
  expect(made).toEqual({
    name: 'Metabolic panel',
    after: [0, 1],
    resource: {
      resourceType: 'DiagnosticReport',
      meta,
      identifier: [
        { system: `${translation.namespace}/reports`, value: expect.stringMatching(/^[0-9a-f]{32}\.1$/) },
        expect.objectContaining({ system: `${translation.namespace}/orders`, value: 'F-1' }),
      ],
      status: 'final',
      category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0074', code: 'LAB' }] }],
      code: expect.objectContaining({ text: 'Metabolic panel' }),
      subject,
      effectiveDateTime: '2026-09-14T07:45:00+02:00',
      specimen: [{ reference: 'entry:1' }],
      result: [{ reference: 'entry:0' }],
    },
  });
});

test('[D3] report, of an order without a code, a time and a specimen, has words for it and nothing empty', () => {
  const made = report(hl7(header(), 'PID|1||RC-1', 'OBR|1||F-1', glucose));

  expect(made).toMatchObject({ name: 'Laboratory results', after: [0] });
  expect(Object.keys(made?.resource ?? {})).not.toEqual(expect.arrayContaining(['effectiveDateTime']));
  expect(made?.resource).not.toHaveProperty('specimen');
  expect(made?.resource).not.toHaveProperty('presentedForm');
});

test('[D3] specimen, of another patient with the same number, is another one', () => {
  const own = (number: string, patient: string) => {
    const body = hl7(header(), `PID|1||${patient}`, 'OBR|1||F-1', glucose, `SPM|1|^${number}`);
    const specimens = transactionsOf(body).flatMap(({ entries }) => entries.slice(1, 2));
    return specimens.map(({ resource }) => (resource as Specimen).identifier?.[0]?.value).join('');
  };

  expect(new Set([own('S-1', 'RC-1'), own('S-1', 'RC-2'), own('S-2', 'RC-1'), own('S-1', 'RC-1')]).size).toBe(3);
});

test('[D3] reports, given a correction beside a new result, add one', () => {
  expect(report(resultMessage([glucose.replace('|||F', '|||C'), glucose]))).toBeDefined();
});

test('[D6] reports, switched on, need to create and to find both kinds of this device alone', () => {
  const tag = `${translation.namespace}/devices|${demoIds.device}`;

  expect(reports.read({ DEVICE_AGENT_REPORTS: 'on' })?.needs?.(translation)).toEqual([
    { resourceType: 'DiagnosticReport', criteria: `DiagnosticReport?_tag=${tag}`, interaction: ['create', 'search'] },
    { resourceType: 'Specimen', criteria: `Specimen?_tag=${tag}`, interaction: ['create', 'search'] },
  ]);
});

test('[D3] reports, given another word as their setting, stop the start and say what it may be', () => {
  expect(() => reports.read({ DEVICE_AGENT_REPORTS: 'yes' })).toThrow('DEVICE_AGENT_REPORTS must be on or off');
});

test('[D3] reports, given corrections only, add none, because the stored one refers to what is corrected', () => {
  expect(report(resultMessage([glucose.replace('|||F', '|||C')]))).toBeUndefined();
});

test.each([
  ['F', 'final'],
  ['P', 'preliminary'],
  ['C', 'corrected'],
  ['X', 'cancelled'],
  ['', 'final'],
])('[D3] report, whose OBR-25 is %j, is %s', (code, status) => {
  const order = ['OBR', '1', '', 'F-1', 'X', ...Array.from({ length: 20 }, () => ''), code].join('|');

  expect(report(hl7(header(), 'PID|1||RC-1', order, glucose))?.resource).toMatchObject({ status });
});

test('[D3] reports, when they are not switched on, add nothing', () => {
  expect([{}, { DEVICE_AGENT_REPORTS: 'off' }].map((env) => reports.read(env))).toEqual([undefined, undefined]);
});

test('[D3] reports, given two orders, store a report of each that refers to its own results and specimen', async () => {
  await using medplum = await startRecordedMedplum();
  const now = Date.now;
  const deliver = createFhirDelivery(createMedplumSession({ settings: medplumSettings(medplum.baseUrl), fetch, now }));
  const body = resultMessage([glucose, 'SPM|1|^S-1||SER^Serum^HL70487', 'OBR|2||F-2|718-7^Hb^LN', glucose, glucose]);
  const messages = transactionsOf(body).map((one) => ({ ...one, id: 1, attempts: 0, original: undefined }));

  const first = await deliver(messages);
  const again = await deliver(messages);

  const stored = medplum.list<DiagnosticReport>('DiagnosticReport');
  const [specimen, ...more] = medplum.list<Specimen>('Specimen');
  const results = medplum.stored.map(({ id }) => ({ reference: `Observation/${id}` }));
  expect(first[0]).toMatchObject({ refusals: [], failure: undefined });
  expect(again[0]?.results).toEqual(first[0]?.results);
  expect(stored.map(({ code, status, result }) => [code.text, status, result])).toEqual([
    ['Metabolic panel', 'final', results.slice(0, 1)],
    ['Hb', 'final', results.slice(1)],
  ]);
  expect(stored[0]?.specimen).toEqual([{ reference: `Specimen/${specimen?.id}` }]);
  expect(stored[0]?.meta?.tag?.[0]?.code).toBe(demoIds.device);
  expect(more).toEqual([]);
});
