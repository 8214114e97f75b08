import type { Bundle, Patient } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { aliceId, bobId, observation, type Send, startClinic, type TestClinic } from '#fhir/test-clinic.ts';

const page = 'identifier=urn:page|a';

function seedPages(clinic: TestClinic): void {
  for (const at of [0, 1, 2, 3, 4]) {
    clinic.seed({
      resourceType: 'Patient',
      id: `30000000-0000-4000-8000-00000000000${at}`,
      identifier: [{ system: 'urn:page', value: 'a' }],
      name: [{ family: `Page${4 - at}` }],
      birthDate: `200${at}-06-15`,
      ...(at === 0 && { gender: 'male' as const }),
    });
  }
}

/** Family names that a search finds, in its order. */
async function families(send: Send, query: string): Promise<(string | undefined)[]> {
  const { body } = await send<Bundle<Patient>>('GET', query);
  return body.entry?.map((entry) => entry.resource?.name?.[0]?.family) ?? [];
}

function linksOf({ link = [] }: Bundle): string[] {
  return link.map(({ relation, url }) => `${relation} ${url?.split('/R4/')[1]}`);
}

describe('paging', () => {
  test('[M3] search, of a page in the middle, links to itself, the first, the next and the one before', async () => {
    await using clinic = await startClinic();
    seedPages(clinic);

    const { body } = await clinic.as()<Bundle>('GET', `Patient?${page}&_count=2&_offset=2&_sort=name`);

    expect(body).not.toHaveProperty('total');
    expect(body.entry).toHaveLength(2);
    expect(linksOf(body)).toEqual([
      'self Patient?_count=2&_offset=2&_sort=name&identifier=urn%3Apage%7Ca',
      'first Patient?_count=2&_sort=name&identifier=urn%3Apage%7Ca',
      'next Patient?_count=2&_offset=4&_sort=name&identifier=urn%3Apage%7Ca',
      'previous Patient?_count=2&_sort=name&identifier=urn%3Apage%7Ca',
    ]);
  });

  test('[M3] search, that finds nothing, has no entry, no total and only its own link', async () => {
    await using clinic = await startClinic();

    const { body } = await clinic.as()<Bundle>('GET', 'Patient?identifier=urn:none|x');

    expect(Object.keys(body)).toEqual(['resourceType', 'type', 'link']);
    expect(linksOf(body)).toEqual(['self Patient?_count=20&identifier=urn%3Anone%7Cx']);
  });

  test.each([
    ['_total=accurate&_count=2', 5, 2],
    ['_summary=count', 5, 0],
    ['_count=0', undefined, 0],
    ['_count=-1', undefined, 0],
    ['_count=1001', undefined, 5],
    ['_offset=100', undefined, 0],
  ])('[M3] search, with %s, has the total %s and %i entries', async (query, total, entries) => {
    await using clinic = await startClinic();
    seedPages(clinic);

    const { body } = await clinic.as()<Bundle>('GET', `Patient?${page}&${query}`);

    expect(body.total).toBe(total);
    expect(body.entry ?? []).toHaveLength(entries);
  });

  test('[M3] search, by POST, is the same search', async () => {
    await using clinic = await startClinic();
    seedPages(clinic);

    const form = 'identifier=urn%3Apage%7Ca&_count=1';
    const { body } = await clinic.as()<Bundle>('POST', 'Patient/_search', form, {
      'content-type': 'application/x-www-form-urlencoded',
    });

    expect(linksOf(body)[0]).toBe('self Patient?_count=1&identifier=urn%3Apage%7Ca');
    expect(body.entry).toHaveLength(1);
  });

  test('[M3] search, over several types, finds both', async () => {
    await using clinic = await startClinic();
    clinic.seed({ resourceType: 'Device', id: '50000000-0000-4000-8000-000000000001' });

    const { body } = await clinic.as()<Bundle>('GET', '?_type=Device,Patient&_count=2');

    expect(body.entry?.map((entry) => entry.resource?.resourceType)).toEqual(['Device', 'Patient']);
    expect(linksOf(body)[0]).toBe('self MultipleTypes?_count=2&_type=Device,Patient');
  });
});

describe('matching', () => {
  test.each([
    ['name=page3', ['Page3']],
    ['name:contains=ge3', ['Page3']],
    ['name=ge3', []],
    ['name:exact=Page3', ['Page3']],
    ['gender=male', ['Page4']],
    ['gender:not=male&_sort=name', ['Page0', 'Page1', 'Page2', 'Page3']],
    ['gender:missing=false', ['Page4']],
    ['birthdate=2001-06-15', ['Page3']],
    ['birthdate=ge2003-01-01&_sort=birthdate', ['Page1', 'Page0']],
    ['birthdate=lt2001-01-01', ['Page4']],
    ['_id=30000000-0000-4000-8000-000000000000,30000000-0000-4000-8000-000000000001&_sort=-name', ['Page4', 'Page3']],
    ['_filter=name co "age1" or name co "age2"&_sort=name', ['Page1', 'Page2']],
    ['_filter=not (name co "age1")&_sort=-birthdate&_count=1', ['Page0']],
  ])('[M3] search, with %s, finds %j', async (query, expected) => {
    await using clinic = await startClinic();
    seedPages(clinic);

    expect(await families(clinic.as(), `Patient?${page}&${query}`)).toEqual(expected);
  });

  test.each([
    ['urn:page|a', 5],
    ['|a', 0],
    ['urn:page|', 5],
    ['a', 5],
    ['urn:other|a', 0],
    ['urn:page|b', 0],
    ['urn:none|x,urn:page|a', 5],
  ])('[M3] search, by the token %s, finds %i, from the index and without it', async (token, expected) => {
    await using clinic = await startClinic();
    seedPages(clinic);
    const send = clinic.as();

    const indexed = await families(send, `Patient?identifier=${token}`);
    const negated = await families(send, `Patient?identifier:not=${token}&name=page`);

    expect(indexed).toHaveLength(expected);
    expect(negated).toHaveLength(5 - expected);
  });

  test.each([
    ['value-quantity=gt70', 1],
    ['value-quantity=72|http://unitsofmeasure.org|/min', 1],
    ['value-quantity=72|http://unitsofmeasure.org|mg', 0],
    [`subject=Patient/${aliceId}`, 1],
    [`subject=Patient/${bobId}`, 0],
    [`patient=${aliceId}`, 1],
    ['code=http://loinc.org|8867-4&status=final', 1],
    ['subject:Patient.name=Alice', 1],
    ['patient.name=Bob', 0],
    ['subject:identifier=urn:mrn|1', 1],
  ])('[M3] search of Observations, with %s, finds %i', async (query, expected) => {
    await using clinic = await startClinic();
    const valueQuantity = { value: 72, system: 'http://unitsofmeasure.org', code: '/min' };
    const subject = { reference: `Patient/${aliceId}`, identifier: { system: 'urn:mrn', value: '1' } };
    await clinic.as()('POST', 'Observation', observation('', { valueQuantity, subject }));

    const { body } = await clinic.as()<Bundle>('GET', `Observation?${query}`);

    expect(body.entry ?? []).toHaveLength(expected);
  });

  test('[M3] search, by what others say of a resource, finds it', async () => {
    await using clinic = await startClinic();
    const send = clinic.as();
    await send('POST', 'Observation', observation(`Patient/${aliceId}`));

    const { body } = await send<Bundle>('GET', 'Patient?_has:Observation:subject:status=final');

    expect(body.entry?.map((entry) => entry.resource?.id)).toEqual([aliceId]);
    expect((await send<Bundle>('GET', 'Patient?_has:Observation:subject:status=amended')).body).not.toHaveProperty(
      'entry',
    );
  });

  test('[M3] search, after a change, follows it in every index', async () => {
    await using clinic = await startClinic();
    const send = clinic.as();
    expect(await families(send, 'Patient?identifier=urn:mrn|Alice')).toEqual(['Test']);

    await send('PUT', `Patient/${aliceId}`, { resourceType: 'Patient', id: aliceId, name: [{ family: 'New' }] });
    await send('PUT', `Patient/${bobId}`, {
      resourceType: 'Patient',
      id: bobId,
      name: [{ family: 'Heir' }],
      identifier: [{ system: 'urn:mrn', value: 'Alice' }],
    });

    expect(await families(send, 'Patient?identifier=urn:mrn|Alice')).toEqual(['Heir']);
    await send('DELETE', `Patient/${bobId}`);
    expect(await families(send, 'Patient?identifier=urn:mrn|Alice')).toEqual([]);
  });
});

describe('what comes with the matches', () => {
  test('[M3] search, with _include and _revinclude, adds what the matches refer to and what refers to them', async () => {
    await using clinic = await startClinic();
    const send = clinic.as();
    await send('POST', 'Observation', observation(`Patient/${aliceId}`));

    const include = await send<Bundle>('GET', 'Observation?_include=Observation:subject');
    const reverse = await send<Bundle>('GET', `Patient?_id=${aliceId}&_revinclude=Observation:subject`);

    const modes = (bundle: Bundle): string[] | undefined =>
      bundle.entry?.map((entry) => `${entry.resource?.resourceType} ${entry.search?.mode}`);
    expect(modes(include.body)).toEqual(['Observation match', 'Patient include']);
    expect(modes(reverse.body)).toEqual(['Patient match', 'Observation include']);
    expect(include.body.entry?.[1]?.fullUrl).toBe(`http://localhost:8103/fhir/R4/Patient/${aliceId}`);
  });

  test('[M3] search, with _elements, returns those and says that it is a subset', async () => {
    await using clinic = await startClinic();

    const { body } = await clinic.as()<Bundle>('GET', `Patient?_id=${aliceId}&_elements=name`);
    const reread = await clinic.as()<Patient>('GET', `Patient/${aliceId}`);

    expect(Object.keys(body.entry?.[0]?.resource ?? {}).sort()).toEqual(['id', 'meta', 'name', 'resourceType']);
    expect(body.entry?.[0]?.resource?.meta?.tag).toEqual([
      { system: 'http://hl7.org/fhir/v3/ObservationValue', code: 'SUBSETTED' },
    ]);
    expect(reread.body.birthDate).toBe('1980-01-01');
  });
});

describe('searches that make no sense', () => {
  test.each([
    ['Patient?nope=1', 'Unknown search parameter: nope'],
    ['Patient?_sort=nope', 'Unknown search parameter: nope'],
    ['Patient?birthdate=abc', 'Invalid format for date search parameter: abc'],
    ['Patient?_lastUpdated=abc', 'Invalid format for date search parameter: abc'],
    ['Patient?_offset=10001', 'Search offset exceeds maximum (got 10001, max 10000)'],
    ['Patient?language:in=x', 'Invalid modifier :in for Patient-language'],
    ['Observation?subject.name=x', 'Unable to identify next resource type for search parameter: Observation?subject'],
    ['', 'No types specified'],
  ])('[M3] search, of %s, answers 400 and says why', async (query, text) => {
    await using clinic = await startClinic();
    await clinic.as()('POST', 'Observation', observation(`Patient/${aliceId}`));

    const { status, body } = await clinic.as()('GET', query);

    expect(status).toBe(400);
    expect(body.issue?.[0]?.details?.text).toBe(text);
  });
});
