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

test('[D3] reports, given a document beside numbers, carry it where people look for it', () => {
  const body = resultMessage(['OBX|1|ED|PDF^Report^L||^AP^PDF^Base64^JVBERi0=||||||F', glucose]);

  expect(report(body)?.resource).toMatchObject({
    presentedForm: [{ contentType: 'application/pdf', data: 'JVBERi0=' }],
    result: [{ reference: 'entry:0' }, { reference: 'entry:1' }],
  });
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
  expect(reports.read({})).toBeUndefined();
});
