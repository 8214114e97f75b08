import type { Bundle } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { aliceId, observation, startClinic, type TestClinic } from './test-clinic.ts';

type GraphQLAnswer = Readonly<{ data: Record<string, unknown>; errors?: readonly { message: string }[] }>;

test('[C8] GraphQL, under a policy, returns what it allows, hides its hidden fields and refuses the rest', async () => {
  await using clinic = await startClinic();
  const send = clinic.as([
    { resourceType: 'Patient', criteria: `Patient?_id=${aliceId}`, readonly: true, hiddenFields: ['birthDate'] },
  ]);

  const { status, headers, body } = await send<GraphQLAnswer>('POST', '$graphql', {
    query: '{ PatientList { id birthDate } PractitionerList { id } }',
  });

  expect(status).toBe(200);
  expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(body.data).toEqual({ PatientList: [{ id: aliceId, birthDate: null }], PractitionerList: null });
  expect(body.errors?.map(({ message }) => message)).toEqual(['Forbidden']);
});

test('[M3] GraphQL, asked as the SDK asks for the schema of forms, has what comes with the server', async () => {
  await using clinic = await startClinic();
  // The query of `requestSchema`, shortened.
  const { body } = await clinic.as([{ resourceType: 'Patient' }])<GraphQLAnswer>('POST', '$graphql', {
    query: `{
      StructureDefinitionList(_filter: "name eq Observation") { name snapshot { element { path type { code } } } }
      SearchParameterList(base: "Observation", _count: 100) { base code type expression target }
    }`,
  });

  const lists = body.data as Record<string, readonly { name?: string; code?: string }[]>;
  expect(body.errors).toBeUndefined();
  expect(JSON.stringify(lists['StructureDefinitionList'])).toContain(
    '{"path":"Observation.status","type":[{"code":"code"}]}',
  );
  expect(lists['StructureDefinitionList']?.map(({ name }) => name)).toEqual(['Observation']);
  expect(lists['SearchParameterList']?.map(({ code }) => code)).toEqual(expect.arrayContaining(['code', 'subject']));
});

test('[M3] GraphQL, when a reference leads to a type that no query named, tells its type', async () => {
  await using clinic = await startClinic();
  const id = idOf(1);
  const query = '{ ObservationList { subject { resource { __typename } } } }';
  await ask(clinic, query);
  clinic.seed({ resourceType: 'Location', id, name: 'Ward' }, observation(`Location/${id}`, { id: idOf(2) }));

  expect((await ask(clinic, query)).text).toContain('{"subject":{"resource":{"__typename":"Location"}}}');
});

test('[M3] GraphQL, after an asynchronous batch, answers as before it', async () => {
  await using clinic = await startClinic();
  const bundle = { resourceType: 'Bundle', type: 'batch', entry: [{ request: { method: 'GET', url: 'Patient' } }] };
  const headers = { prefer: 'respond-async' };

  const { status } = await clinic.as([{ resourceType: '*' }])('POST', '', bundle, headers);

  expect(status).toBe(202);
  expect(await ask(clinic, '{ BasicList { id } }')).toMatchObject({ status: 200, text: '{"data":{"BasicList":[]}}' });
});

test('[M3] GraphQL, asked for one type after the other, knows each of them, and no other', async () => {
  await using clinic = await startClinic();
  const types = ['Account', 'Basic', 'Claim'];

  for (const type of types) {
    expect((await ask(clinic, `{ ${type}List { id } }`)).text).toBe(`{"data":{"${type}List":[]}}`);
  }
  expect(await ask(clinic, '{ MonsterList { id } }')).toMatchObject({
    status: 400,
    text: expect.stringContaining('Cannot query field \\"MonsterList\\" on type \\"QueryType\\"'),
  });
});

/** Asks with full access. */
async function ask(clinic: TestClinic, query: string, variables?: object): Promise<{ status: number; text: string }> {
  const { status, body } = await clinic.as()('POST', '$graphql', { query, variables });
  return { status, text: JSON.stringify(body) };
}

const times = (count: number, piece: (at: number) => string): string =>
  Array.from({ length: count }, (_none, at) => piece(at)).join(' ');

const tooMuch = 'The request asks for more work than is done at once';

describe('GraphQL that costs too much', () => {
  test.each([
    ['a field that is repeated', `{ PatientList { ${times(10_000, () => 'id')} } }`, 'more than 2000 tokens'],
    ['one field of 300 kB', `{ PatientList { ${times(100_000, () => 'id')} } }`, 'more than 2000 tokens'],
    ['deep fields', '{ link'.repeat(300) + '}'.repeat(300), 'nested too deep'],
    ['deep values', `{ PatientList(name: ${'['.repeat(900)}${']'.repeat(900)}) { id } }`, 'nested too deep'],
    ['deep fragments', `{ ${'... {'.repeat(400)} id ${'}'.repeat(400)} }`, 'nested too deep'],
    ['a regular expression', `{ PatientList { name(fhirpath: "family.matches('(a+)+$')") { family } } }`, 'FHIRPath'],
    ['a long FHIRPath', `{ PatientList { name(fhirpath: "${'a.'.repeat(500)}b") { family } } }`, 'FHIRPath'],
  ])('[L5] query, with %s, is refused before GraphQL looks at it', async (_what, query, reason) => {
    await using clinic = await startClinic();

    const { status, text } = await ask(clinic, query);

    expect({ status, text }).toEqual({ status: 400, text: expect.stringContaining(reason) });
    expect(text).toContain('too-costly');
  });

  test('[L5] query, with a FHIRPath in a variable, is refused as if it stood in the query', async () => {
    await using clinic = await startClinic();
    const query = 'query($path: String) { PatientList { name(fhirpath: $path) { family } } }';

    expect(await ask(clinic, query, { path: "family.matches('(a+)+$')" })).toMatchObject({ status: 400 });
    expect(await ask(clinic, query, { path: "family = 'Test'" })).toMatchObject({ status: 200 });
  });

  test.each([
    ['aliases of one search', `{ ${times(150, (at) => `a${at}: ObservationList(_count: 1000) { id }`)} }`],
    [
      'searches in searches',
      `{ PatientList { ObservationList(_reference: subject, _count: 1000) { subject { resource { ... on Patient {
        ObservationList(_reference: subject, _count: 1000) { id } } } } } } }`,
    ],
    [
      'fragments that double at each level',
      `{ ObservationList { ...f0 } } ${times(12, (at) => {
        const next = at < 11 ? `...f${at + 1}` : '... on Observation { id }';
        return `fragment f${at} on Observation { ${['a', 'b'].map((alias) => `${alias}: hasMember { resource { ${next} } }`).join(' ')} }`;
      })}`,
    ],
  ])('[L5] query, of %s, is done in part and then refused', async (_what, query) => {
    await using clinic = await startClinic();
    const ofItself = (at: number): object => ({ id: idOf(at), hasMember: [{ reference: `Observation/${idOf(at)}` }] });
    clinic.seed(...Array.from({ length: 200 }, (_none, at) => observation(`Patient/${aliceId}`, { ...ofItself(at) })));

    const { status, text } = await ask(clinic, query);

    expect(status).toBe(200);
    expect(text).toContain(tooMuch);
  });

  test('[L5] query, for many fields of one wide resource, is refused, also when a reference leads to it', async () => {
    await using clinic = await startClinic();
    const name = Array.from({ length: 10_000 }, () => ({ family: 'A' }));
    clinic.seed({ resourceType: 'Patient', id: idOf(1), name }, observation(`Patient/${idOf(1)}`, { id: idOf(2) }));
    const names = `name { ${times(50, (at) => `a${at}: family`)} }`;

    const direct = await ask(clinic, `{ Patient(id: "${idOf(1)}") { ${names} } }`);
    const followed = await ask(clinic, `{ ObservationList { subject { resource { ... on Patient { ${names} } } } } }`);
    const modest = await ask(clinic, `{ ObservationList { subject { resource { ... on Patient { id } } } } }`);

    expect(direct.text).toContain(tooMuch);
    expect(followed.text).toContain(tooMuch);
    expect(modest.text).not.toContain('errors');
  });

  test('[L5] query, that follows many references to one resource, pays for it each time', async () => {
    await using clinic = await startClinic();
    const name = Array.from({ length: 1000 }, () => ({ family: 'A' }));
    const references = Array.from({ length: 50 }, (_none, at) =>
      observation(`Patient/${idOf(1)}`, { id: idOf(at + 2) }),
    );
    clinic.seed({ resourceType: 'Patient', id: idOf(1), name }, ...references);
    const names = `name { ${times(20, (at) => `a${at}: family`)} }`;
    const query = (count: number): string =>
      `{ ObservationList(_count: ${count}) { subject { resource { ... on Patient { ${names} } } } } }`;

    expect((await ask(clinic, query(1))).text).not.toContain(tooMuch);
    expect((await ask(clinic, query(50))).text).toContain(tooMuch);
  });

  test('[L5] batch, of queries that are each allowed, is done in part and then refused', async () => {
    await using clinic = await startClinic();
    const query = `{ PatientList { ${times(1900, () => 'id')} } }`;
    const entry = Array.from({ length: 50 }, () => ({
      request: { method: 'POST', url: '$graphql' },
      resource: { query },
    }));

    const { body } = await clinic.as()<Bundle>('POST', '', { resourceType: 'Bundle', type: 'batch', entry });

    expect(body.entry?.at(0)?.response?.status).toBe('200');
    expect(body.entry?.at(-1)?.response?.outcome?.issue[0]).toMatchObject({ code: 'too-costly' });
  });

  test('query, of an application with several levels, searches and fragments, is answered in full', async () => {
    await using clinic = await startClinic();
    clinic.seed(...Array.from({ length: 200 }, (_none, at) => observation(`Patient/${aliceId}`, { id: idOf(at) })));

    const { status, text } = await ask(
      clinic,
      `{ PatientList(_count: 20) { id ...Names ObservationList(_reference: subject, _count: 200) {
        id code { coding { system code } } subject { reference resource { ... on Patient { ...Names } } } } } }
      fragment Names on Patient { name(fhirpath: "family.exists()") { family given } }`,
    );

    expect(status).toBe(200);
    expect(text).not.toContain('errors');
    expect(text.match(/8867-4/g)).toHaveLength(200);
  });
});

const idOf = (at: number): string => `50000000-0000-4000-8000-${String(at).padStart(12, '0')}`;
