import type { CodeSystem, Parameters, ValueSet } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { startClinic, type TestClinic } from '#fhir/test-clinic.ts';

const genders = 'http://hl7.org/fhir/ValueSet/administrative-gender';
const genderSystem = 'http://hl7.org/fhir/administrative-gender';
const acts = 'http://terminology.hl7.org/CodeSystem/v3-ActCode';
const encounters = 'http://terminology.hl7.org/ValueSet/v3-ActEncounterCode';

const system = 'http://example.com/moods';
const moods: CodeSystem = {
  resourceType: 'CodeSystem',
  url: system,
  status: 'active',
  content: 'complete',
  hierarchyMeaning: 'is-a',
  property: [{ code: 'kind', type: 'string', description: 'Kind of mood' }],
  concept: [
    {
      code: 'good',
      display: 'Good mood',
      designation: [{ language: 'de', value: 'Gute Laune' }],
      property: [{ code: 'kind', valueString: 'x' }],
      concept: [{ code: 'glad', display: 'Glad' }],
    },
    { code: 'bad', display: 'Bad mood' },
  ],
};

async function read<T>(clinic: TestClinic, path: string): Promise<T> {
  return (await clinic.as()<T>('GET', path)).body;
}

async function expand(clinic: TestClinic, include: object[], parameter: object[] = []): Promise<string> {
  const resource = { resourceType: 'ValueSet', status: 'active', compose: { include } };
  const { body } = await clinic.as()<ValueSet>('POST', 'ValueSet/$expand', {
    resourceType: 'Parameters',
    parameter: [{ name: 'valueSet', resource }, ...parameter],
  });
  return codesIn(body);
}

function codesIn({ expansion }: ValueSet): string {
  return (expansion?.contains ?? []).map(({ code }) => code).join();
}

const valuesIn = ({ parameter = [] }: Parameters): unknown[] =>
  parameter.map(({ valueBoolean, valueString, valueCode }) => valueBoolean ?? valueString ?? valueCode);

describe('[M3] ValueSet/$expand', () => {
  test.each([
    [`url=${genders}`, 4, 'male,female,other,unknown'],
    [`url=${genders}|4.0.1&count=2`, 3, 'male,female'],
    [`url=${genders}&count=2&offset=3`, 1, 'unknown'],
    [`url=${genders}&filter=male`, 2, 'male,female'],
    [`url=${genders}&filter=ma`, 0, ''],
    [`url=${genders}&displayLanguage=fr`, 0, ''],
    [`url=${encounters}&filter=inpatient`, 3, 'ACUTE,IMP,NONAC'],
  ])('expansion, asked for with %s, has %i codes', async (query, total, codes) => {
    await using clinic = await startClinic();

    const valueSet = await read<ValueSet>(clinic, `ValueSet/$expand?${query}`);

    expect([valueSet.expansion?.total, codesIn(valueSet)]).toEqual([total, codes]);
  });

  test.each([
    ['url=http://example.com/none', 'ValueSet http://example.com/none not found'],
    ['', 'Missing url'],
    [`url=${genders}&count=x`, "Invalid value 'x' provided for integer parameter 'count'"],
    [`url=${genders}&filter=${'a+'.repeat(11)}`, 'Filter value cannot contain more than 10 tokens'],
    ['url=a&url=b', 'Expected 0..1 value(s) for input parameter url, but 2 provided'],
    ['valueSet=x', 'Complex parameter valueSet (ValueSet) cannot be passed via query string'],
  ])('expansion, asked for with "%s", is refused', async (query, text) => {
    await using clinic = await startClinic();

    const { status, body } = await clinic.as()('GET', `ValueSet/$expand?${query}`);

    expect([status, body.issue[0]?.details?.text]).toEqual([400, text]);
  });

  test('expansion, of a ValueSet of ones own, does what each of its includes says', async () => {
    await using clinic = await startClinic();
    await clinic.as()('POST', 'CodeSystem', moods);
    const filtered = (op: string, property: string, value: string): object[] => [
      { system, filter: [{ op, property, value }] },
    ];

    expect(await expand(clinic, [{ system }])).toBe('good,glad,bad');
    expect(await expand(clinic, [{ system, concept: [{ code: 'bad' }, { code: 'none' }] }])).toBe('bad');
    expect(await expand(clinic, [{ valueSet: [genders] }, { system }])).toBe('male,female,other,unknown,good,glad,bad');
    expect(await expand(clinic, filtered('is-a', 'concept', 'good'))).toBe('good,glad');
    expect(await expand(clinic, filtered('descendent-of', 'concept', 'good'))).toBe('glad');
    expect(await expand(clinic, filtered('=', 'kind', 'x'))).toBe('good');
    expect(await expand(clinic, filtered('in', 'kind', 'x,y'))).toBe('good');
    expect(await expand(clinic, filtered('exists', 'kind', 'false'))).toBe('glad,bad');
    expect(await expand(clinic, filtered('regex', 'kind', 'x'))).toBe('');
    const inGerman = { name: 'displayLanguage', valueCode: 'de' };
    expect(await expand(clinic, [{ system }], [inGerman])).toBe('good');
  });

  test('expansion, under a policy without CodeSystem, is refused', async () => {
    await using clinic = await startClinic();
    const send = clinic.as([{ resourceType: 'ValueSet' }]);

    expect((await send('GET', `ValueSet/$expand?url=${genders}`)).status).toBe(403);
  });
});

describe('[M3] codes', () => {
  test.each([
    [`ValueSet/$validate-code?url=${genders}&system=${genderSystem}&code=male`, [true, 'Male']],
    [`ValueSet/$validate-code?url=${genders}&system=${genderSystem}&code=xyz`, [false]],
    [`ValueSet/$validate-code?url=${encounters}&system=${acts}&code=AMB`, [true, 'ambulatory']],
    [`ValueSet/$validate-code?url=${encounters}&system=${acts}&code=DRUG`, [false]],
    [`CodeSystem/$validate-code?url=${genderSystem}&code=other`, [true, 'Other']],
    [`CodeSystem/$validate-code?url=${genderSystem}&code=xyz`, [false]],
    [`CodeSystem/$lookup?system=${genderSystem}&code=female`, ['AdministrativeGender', 'Female']],
    [`CodeSystem/$subsumes?system=${acts}&codeA=_ActEncounterCode&codeB=AMB`, ['subsumes']],
    [`CodeSystem/$subsumes?system=${acts}&codeA=AMB&codeB=_ActEncounterCode`, ['subsumed-by']],
    [`CodeSystem/$subsumes?system=${acts}&codeA=AMB&codeB=AMB`, ['equivalent']],
    [`CodeSystem/$subsumes?system=${acts}&codeA=AMB&codeB=HH`, ['not-subsumed']],
  ])('code, asked for with %s, is answered', async (path, values) => {
    await using clinic = await startClinic();

    expect(valuesIn(await read(clinic, path))).toEqual(values);
  });

  test.each([
    [`ValueSet/$validate-code?code=x`, 400, 'No ValueSet specified'],
    [`ValueSet/$validate-code?url=${genders}&code=male`, 400, 'No coding specified'],
    [`CodeSystem/$lookup?code=x`, 400, 'No code system specified'],
    [`CodeSystem/$lookup?system=${genderSystem}`, 400, 'No coding specified'],
    [`CodeSystem/$lookup?system=${genderSystem}&code=xyz`, 404, 'Not found'],
    [`CodeSystem/$lookup?system=http://example.com/none&code=x`, 400, 'CodeSystem http://example.com/none not found'],
    [`CodeSystem/$subsumes?system=${acts}&codeA=AMB`, 400, 'Must specify codeA and codeB parameters'],
  ])('code, asked for with %s, is refused with %i', async (path, status, text) => {
    await using clinic = await startClinic();

    const answer = await clinic.as()('GET', path);

    expect([answer.status, answer.body.issue[0]?.details?.text]).toEqual([status, text]);
  });

  test('lookup, of a code of ones own, tells its other names and properties', async () => {
    await using clinic = await startClinic();
    await clinic.as()('POST', 'CodeSystem', moods);

    const good = await read<Parameters>(clinic, `CodeSystem/$lookup?system=${system}&code=good`);
    const glad = await read<Parameters>(clinic, `CodeSystem/$lookup?system=${system}&code=glad`);

    expect(good.parameter?.slice(2)).toEqual([
      {
        name: 'designation',
        part: [expect.objectContaining({ valueCode: 'de' }), { name: 'value', valueString: 'Gute Laune' }],
      },
      {
        name: 'property',
        part: [
          { name: 'code', valueCode: 'kind' },
          { name: 'value', valueString: 'x' },
          { name: 'description', valueString: 'Kind of mood' },
        ],
      },
    ]);
    expect(JSON.stringify(glad)).toContain('"valueString":"Good mood"');
  });

  test('CodeSystem, whose codes have a property that it does not declare, is refused', async () => {
    await using clinic = await startClinic();

    const { status, body } = await clinic.as()('POST', 'CodeSystem', { ...moods, property: [] });

    expect([status, body.issue[0]?.details?.text]).toEqual([400, 'Unknown property: kind']);
  });
});
