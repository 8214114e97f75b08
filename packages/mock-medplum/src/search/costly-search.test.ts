import type { Bundle, Patient } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { aliceId, observation, startClinic, type TestClinic } from '#fhir/test-clinic.ts';

const formHeaders = { 'content-type': 'application/x-www-form-urlencoded' };

/** Searches Patients by a form, which takes more than an address does. */
async function search(clinic: TestClinic, form: string): Promise<{ status: number; text: string }> {
  const { status, body } = await clinic.as()('POST', 'Patient/_search', form, formHeaders);
  return { status, text: JSON.stringify(body) };
}

const seedPatients = ({ seed }: TestClinic, count: number, more: Partial<Patient> = {}): void =>
  seed(
    ...Array.from({ length: count }, (_none, at): Patient => ({
      resourceType: 'Patient',
      id: `50000000-0000-4000-8000-${String(at).padStart(12, '0')}`,
      name: [{ family: `Family${at}`, given: ['Given'] }],
      ...more,
    })),
  );

describe('search that costs too much', () => {
  test.each([
    ['a filter of many values', `gender:not=${'x,'.repeat(40_000)}`],
    ['a long name', `name=${'Given+'.repeat(10_000)}`],
    ['as many sort rules as fit', `_sort=${'name,'.repeat(15_000)}name`],
    ['as many types as fit', `_type=${'Patient,'.repeat(10_000)}Patient`],
    ['as many includes as a form has', '_include=Patient:link&'.repeat(990)],
    ['as many comparisons as fit', `_filter=${'name co "e" and '.repeat(120)}name co "e"`],
  ])('[L5] search, with %s, is refused', async (_what, form) => {
    await using clinic = await startClinic();
    seedPatients(clinic, 1500);

    const { status, text } = await search(clinic, `${form}&_total=accurate`);

    expect({ status, text }).toEqual({ status: 400, text: expect.stringContaining('too-costly') });
  });

  test.each([
    ['part of a text', `name:contains=${'A'.repeat(1001)}`],
    ['text of a code', `identifier:text=${'A'.repeat(1001)}`],
    ['part of a text at the end of a chain', `general-practitioner:Practitioner.name:contains=${'A'.repeat(1001)}`],
    ['expression', `_filter=${'('.repeat(2001)}`],
  ])('[L5] search, for a long %s, is refused before anything is looked at', async (_what, form) => {
    await using clinic = await startClinic();

    const { status, text } = await search(clinic, form);

    expect({ status, text }).toEqual({ status: 400, text: expect.stringContaining('is too long') });
  });

  test.each([
    ['a forward chain', `${'link:Patient.'.repeat(5000)}name=x`, 'longer than three links'],
    ['a reverse chain', `${'_has:Patient:link:'.repeat(5000)}name=x`, 'longer than three links'],
    ['nothing but beginnings of chains', `${'_has:'.repeat(10_000)}=x`, 'Invalid search parameter in chain'],
    ['an expression of brackets', `_filter=${'('.repeat(1999)}`, 'Cant consume unknown more tokens'],
  ])('[L5] search, of %s, is refused for what is wrong with it', async (_what, form, reason) => {
    await using clinic = await startClinic();

    expect(await search(clinic, form)).toEqual({ status: 400, text: expect.stringContaining(reason) });
  });

  test('[L5] search, whose cursor has many digits and a line break, is answered like one without a cursor', async () => {
    await using clinic = await startClinic();

    expect((await search(clinic, `_cursor=2-${'1'.repeat(90_000)}%0A`)).status).toBe(200);
  });

  test('[L5] batch, of searches that are each allowed, is done in part and then refused', async () => {
    await using clinic = await startClinic();
    seedPatients(clinic, 500);
    const entry = Array.from({ length: 3000 }, () => ({
      request: { method: 'GET', url: 'Patient?name:contains=zzz' },
    }));

    const { body } = await clinic.as()<Bundle>('POST', '', { resourceType: 'Bundle', type: 'batch', entry });

    expect(body.entry?.at(0)?.response?.status).toBe('200');
    expect(body.entry?.at(-1)?.response?.outcome?.issue[0]).toMatchObject({ code: 'too-costly' });
  });

  test.each([
    ['reads', `Patient/${aliceId}`],
    ['versions', `Patient/${aliceId}/_history`],
    ['searches', `Patient?_id=${aliceId}`],
  ])('[L5] batch, of %s of one large resource, does not send it without end', async (_what, url) => {
    await using clinic = await startClinic();
    const change = [{ op: 'add', path: '/name/0/text', value: 'x'.repeat(900_000) }];
    await clinic.as()('PATCH', `Patient/${aliceId}`, JSON.stringify(change), {
      'content-type': 'application/json-patch+json',
    });
    const entry = Array.from({ length: 2000 }, () => ({ request: { method: 'GET', url } }));

    const { body } = await clinic.as()<Bundle>('POST', '', { resourceType: 'Bundle', type: 'batch', entry });

    expect(body.entry?.at(-1)?.response?.outcome?.issue[0]).toMatchObject({ code: 'too-costly' });
  });

  test('[L5] resource, with many references that are searches, is refused', async () => {
    await using clinic = await startClinic();
    const generalPractitioner = Array.from({ length: 15_000 }, () => ({ reference: `Patient?_id=${aliceId}` }));

    const { status, body } = await clinic.as()('POST', 'Patient', { resourceType: 'Patient', generalPractitioner });

    expect({ status, code: body.issue[0]?.code }).toEqual({ status: 400, code: 'too-costly' });
  });

  test('search, of 5,000 resources by two filters and in an order, is answered', async () => {
    await using clinic = await startClinic();
    seedPatients(clinic, 5000);

    const { status, text } = await search(clinic, 'name:contains=amily4&birthdate:missing=true&_sort=name&_count=1000');

    expect(status).toBe(200);
    expect(text).toContain('Family4000');
  });

  test('name, of many words, is searched for each word once', async () => {
    await using clinic = await startClinic();
    clinic.seed(observation(`Patient/${aliceId}`));

    expect((await search(clinic, 'name=Test Alice Test Alice')).text).toContain(aliceId);
    expect((await search(clinic, 'name=Test Bert')).text).not.toContain(aliceId);
  });
});
