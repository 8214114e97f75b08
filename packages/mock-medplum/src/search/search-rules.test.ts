import type { Bundle, Observation, Organization, Patient } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { aliceId, bobId, observation, type Send, startClinic, type TestClinic } from '#fhir/test-clinic.ts';

const hospital: Organization = {
  resourceType: 'Organization',
  id: '60000000-0000-4000-8000-000000000001',
  name: 'Saint Mary Hospital',
  active: true,
  telecom: [{ system: 'email', value: 'Info@Mary.example' }],
  address: [{ line: ['1 Long Road'], city: 'New York' }],
  type: [{ text: 'Care Provider', coding: [{ system: 'urn:type', code: 'Prov', display: 'Provider of care' }] }],
};

async function count(send: Send, query: string): Promise<number> {
  const { status, body } = await send<Bundle>('GET', query);
  expect(status).toBe(200);
  return body.entry?.length ?? 0;
}

describe('texts', () => {
  test.each([
    ['name=saint', 1],
    ['name=mary', 0],
    ['name=Saint Mary', 1],
    ['name:contains=MARY', 1],
    ['name:exact=Saint Mary Hospital', 1],
    ['name:exact=Saint', 0],
    ['address=york', 1],
    ['address=york new', 1],
    ['address-city=york', 1],
  ])('[M3] search of an Organization, with %s, finds %i', async (query, expected) => {
    await using clinic = await startClinic();
    clinic.seed(hospital);

    expect(await count(clinic.as(), `Organization?${query}`)).toBe(expected);
  });

  test.each([
    ['name=test alice', 1],
    ['name=lice', 0],
    ['family=te', 2],
    [`_id=Patient/${aliceId},${bobId},nobody`, 2],
    [`_id:not=${aliceId}`, 1],
  ])('[M3] search of a Patient, by %s, finds %i', async (query, expected) => {
    await using clinic = await startClinic();

    expect(await count(clinic.as(), `Patient?${query}`)).toBe(expected);
  });
});

describe('tokens', () => {
  test.each([
    ['type=urn:type|Prov', 1],
    ['type=urn:type|prov', 0],
    ['type=prov', 0],
    ['type:text=provider OF', 1],
    ['type:text=care prov', 1],
    ['type:contains=rovi', 1],
    ['active=true', 1],
    ['active=false', 0],
  ])('[M3] search of an Organization, with %s, finds %i', async (query, expected) => {
    await using clinic = await startClinic();
    clinic.seed(hospital);

    expect(await count(clinic.as(), `Organization?${query}`)).toBe(expected);
  });

  test.each([
    ['status=final', 1],
    ['status=FINAL', 0],
    ['status=|final', 0],
  ])('[M3] search of an Observation, by the code of %s, compares it as it is and finds %i', async (query, expected) => {
    await using clinic = await startClinic();
    await clinic.as()('POST', 'Observation', observation(`Patient/${aliceId}`));

    expect(await count(clinic.as(), `Observation?${query}`)).toBe(expected);
  });
});

describe('references and amounts', () => {
  test.each([
    [`subject=${aliceId}`, 1],
    [`subject=Patient/${aliceId}`, 1],
    [`encounter=${bobId}`, 1],
    [`performer=${bobId}`, 0],
    [`encounter=Encounter/${bobId}`, 1],
    [`subject:not=Patient/${bobId}`, 1],
    ['value-quantity=ap75', 1],
    ['value-quantity=ap90', 0],
    ['value-quantity=ne72', 0],
    ['value-quantity=ne73', 1],
    ['date=ne2020-01-01', 0],
    [`_compartment=Patient/${aliceId}`, 1],
    [`_compartment=${aliceId}`, 1],
  ])('[M3] search of Observations, with %s, finds %i', async (query, expected) => {
    await using clinic = await startClinic();
    const changes = { valueQuantity: { value: 72 }, encounter: { reference: `Encounter/${bobId}` } };
    await clinic.as()('POST', 'Observation', observation(`Patient/${aliceId}`, changes));

    expect(await count(clinic.as(), `Observation?${query}`)).toBe(expected);
  });
});

describe('requests that make no sense', () => {
  test.each([
    ['Patient?active=yes', `Boolean search value must be 'true' or 'false'`],
    ['Patient?active:in=x', 'Invalid modifier :in for active'],
    ['Organization?name:above=x', 'Unsupported string search operator: above'],
    ['Patient?language:above=x', 'Invalid modifier :above for Patient-language'],
    ['Patient?language:missing=x', `Search filter ':missing' must have a value of 'true' or 'false'`],
    ['Patient?birthdate:text=1990-01-01', 'Unknown FHIR operator: text'],
    ['Patient?_filter=birthdate gt 1990', 'Invalid date value: 1990'],
    ['Observation?subject:Patient.birthdate=1990', 'Invalid date value: 1990'],
    ['Observation?code-value-quantity=8867-4$gt60', 'Unrecognized search parameter type: composite'],
    ['Location?near=1|2', 'Unrecognized search parameter type: special'],
    ['Observation?value-quantity=|mg', 'Invalid quantity value: |mg'],
    ['Observation?subject:Patient.nope=1', 'Invalid search parameter at end of chain: Patient?nope'],
    ['Observation?nope.name=1', 'Invalid search parameter in chain: Observation?nope'],
    ['Patient?_has:Observation:nope:code=1', 'Invalid search parameter in chain: Observation?nope'],
    [
      'Patient?_has:Observation:encounter:code=1',
      'Invalid reverse chain link: search parameter Observation?encounter does not refer to Patient',
    ],
    ['Patient?_offset=1&_cursor=2-1', 'Cannot use both offset and cursor'],
    ['Patient?name=%00', 'Search filter value cannot contain null bytes'],
  ])('[M3] search, of %s where nothing could match, still answers 400 and says why', async (query, text) => {
    await using clinic = await startClinic();

    const { status, body } = await clinic.as()('GET', query);

    expect(body).toMatchObject({ issue: [{ details: { text } }] });
    expect(status).toBe(400);
  });
});

describe('chains', () => {
  test.each([
    ['Patient?_has:Observation:subject:encounter:Encounter.status=finished', 1],
    ['Patient?_has:Observation:subject:encounter:Encounter.status=planned', 0],
    ['Patient?_has:Encounter:subject:_has:Observation:encounter:code=8867-4', 1],
    ['Patient?_has:Encounter:subject:_has:Observation:encounter:code=1', 0],
    ['Observation?encounter:Encounter.subject:Patient.name=Alice', 1],
    ['Observation?encounter:Encounter.subject:Patient.name=Bob', 0],
  ])('[M3] search, by the chain of %s, finds %i', async (query, expected) => {
    await using clinic = await startClinic();
    clinic.seed({
      resourceType: 'Encounter',
      id: bobId,
      status: 'finished',
      class: { code: 'AMB' },
      subject: { reference: `Patient/${aliceId}` },
    });
    const encounter = { reference: `Encounter/${bobId}` };
    await clinic.as()('POST', 'Observation', observation(`Patient/${aliceId}`, { encounter }));

    expect(await count(clinic.as(), query)).toBe(expected);
  });

  test.each([
    ['subject:Patient.gender=male', ''],
    [`_filter=${encodeURIComponent('subject:Patient.gender eq male')}`, ', in a filter'],
  ])('[M3] search, by the chain %s through a resource outside of the criteria%s, finds nothing', async (query) => {
    await using clinic = await startClinic();
    const gender = 'male';
    clinic.seed({ resourceType: 'Patient', id: bobId, gender });
    await clinic.as()('POST', 'Observation', observation(`Patient/${bobId}`));
    const women = clinic.as([
      { resourceType: 'Patient', criteria: 'Patient?gender=female' },
      { resourceType: 'Observation' },
    ]);

    expect(await count(clinic.as(), `Observation?${query}`)).toBe(1);
    expect(await count(women, `Observation?${query}`)).toBe(0);
  });

  test('[C8] search, by a chain through a type outside of the policy, is refused', async () => {
    await using clinic = await startClinic();
    const send = clinic.as([{ resourceType: 'Observation' }]);

    expect(await send('GET', 'Observation?subject:Patient.gender=male')).toMatchObject({ status: 403 });
  });

  test('[M3] search, with _include:iterate, follows what it includes', async () => {
    await using clinic = await startClinic();
    const subject = { reference: `Patient/${aliceId}` };
    clinic.seed({ resourceType: 'Encounter', id: bobId, status: 'finished', class: { code: 'AMB' }, subject });
    const encounter = { reference: `Encounter/${bobId}` };
    await clinic.as()('POST', 'Observation', observation(`Patient/${bobId}`, { encounter }));

    const include = '_include=Observation:encounter&_include:iterate=Encounter:subject';
    const { body } = await clinic.as()<Bundle>('GET', `Observation?${include}`);

    expect(body.entry?.map(({ resource }) => resource?.resourceType)).toEqual(['Observation', 'Encounter', 'Patient']);
  });
});

describe('parts of a resource', () => {
  test.each([
    ['_elements=subject', ['code', 'id', 'meta', 'resourceType', 'status', 'subject']],
    ['_summary=text', ['code', 'id', 'meta', 'resourceType', 'status', 'text']],
    ['_summary=true', ['code', 'id', 'meta', 'resourceType', 'status', 'subject']],
    ['_summary=data', ['code', 'id', 'meta', 'note', 'resourceType', 'status', 'subject']],
  ])('[M3] search, with %s, returns %j and says that it is a subset', async (query, members) => {
    await using clinic = await startClinic();
    const changes = {
      note: [{ text: 'x' }],
      text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml">x</div>' },
    };
    await clinic.as()('POST', 'Observation', observation(`Patient/${aliceId}`, changes));

    const { body } = await clinic.as()<Bundle<Observation>>('GET', `Observation?${query}`);
    const resource = body.entry?.[0]?.resource;

    expect(Object.keys(resource ?? {}).toSorted()).toEqual(members);
    expect(resource?.meta?.tag).toEqual([{ system: 'http://hl7.org/fhir/v3/ObservationValue', code: 'SUBSETTED' }]);
  });
});

/** Twenty-five patients, two of whom were written at the same time. */
function seedTimes(clinic: TestClinic): void {
  for (let at = 0; at < 25; at += 1) {
    if (at !== 20) {
      clinic.wait(1000);
    }
    const id = `30000000-0000-4000-8000-0000000000${at + 10}`;
    clinic.seed({ resourceType: 'Patient', id, gender: 'male' });
  }
}

describe('cursors', () => {
  test('[M3] search, by _lastUpdated, goes on by a cursor and shows each match once', async () => {
    await using clinic = await startClinic();
    seedTimes(clinic);
    const send = clinic.as();

    const { body: first } = await send<Bundle<Patient>>('GET', 'Patient?gender=male&_sort=_lastUpdated');
    const next = first.link?.find(({ relation }) => relation === 'next')?.url ?? '';
    const { body: second } = await send<Bundle<Patient>>('GET', next.split('/R4/')[1] ?? '');
    const ids = [first, second].flatMap(({ entry = [] }) => entry.map(({ resource }) => resource?.id));

    expect(next).toMatch(/_cursor=2-\d+-30000000-0000-4000-8000-000000000029/);
    expect(next).not.toContain('_offset');
    expect(ids).toHaveLength(25);
    expect(new Set(ids).size).toBe(25);
  });

  test('[M3] search, of a page that was written at one instant, goes on by offset', async () => {
    await using clinic = await startClinic();
    clinic.wait(1000);
    for (let at = 10; at < 40; at += 1) {
      clinic.seed({ resourceType: 'Patient', id: `30000000-0000-4000-8000-0000000000${at}`, gender: 'male' });
    }

    const { body } = await clinic.as()<Bundle>('GET', 'Patient?gender=male&_sort=_lastUpdated');

    expect(body.link?.at(-1)?.url).toContain('_offset=20');
  });

  test('[M3] search, in no order, shows last what was written last', async () => {
    await using clinic = await startClinic();
    await clinic.as()('PATCH', `Patient/${aliceId}`, [{ op: 'add', path: '/active', value: true }]);

    const { body } = await clinic.as()<Bundle<Patient>>('GET', 'Patient');

    expect(body.entry?.map(({ resource }) => resource?.id)).toEqual([bobId, aliceId]);
  });
});
