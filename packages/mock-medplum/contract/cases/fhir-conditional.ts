import { type Answer, type Json, textMember } from '#contract/answer.ts';
import { allOk, type Expected, type Group, notFound, refuses, when } from '#contract/case.ts';
import type { Setup } from '#contract/setup/setup.ts';
import { asConfidential as fhir } from './as-confidential.ts';

const nobody = '00000000-0000-4000-8000-000000000000';
const many = refuses(412, 'multiple-matches: Multiple resources found matching condition');

type Named = Readonly<{ criteria: string; resource: Json }>;

/** A Patient that nobody made yet, and the search that will find it. */
function unique(changes: object = {}): Named {
  const value = crypto.randomUUID();
  const identifier = [{ system: 'urn:contract', value }];
  return {
    criteria: `identifier=urn:contract|${value}`,
    resource: { resourceType: 'Patient', identifier, ...changes },
  };
}

async function exists(setup: Setup, count: number, { resource }: Named): Promise<void> {
  for (let made = 0; made < count; made += 1) {
    textMember(await fhir(setup, 'POST', 'Patient', resource), 'id');
  }
}

/** Creates a Patient if none is there, where `count` are. */
async function createWith(setup: Setup, count: number): Promise<Answer> {
  const named = unique();
  await exists(setup, count, named);
  return fhir(setup, 'POST', 'Patient', named.resource, { 'if-none-exist': named.criteria });
}

/** Asks with a search for a path, where `count` Patients are found. */
async function askWith(setup: Setup, method: string, count: number, body?: unknown): Promise<Answer> {
  const named = unique();
  await exists(setup, count, named);
  return fhir(
    setup,
    method,
    `Patient?${named.criteria}`,
    body ?? (method === 'PUT' ? { ...named.resource, gender: 'male' } : undefined),
  );
}

async function together(setup: Setup): Promise<Answer> {
  const { criteria, resource } = unique();
  const create = (): Promise<Answer> => fhir(setup, 'POST', 'Patient', resource, { 'if-none-exist': criteria });
  const answers = await Promise.all([create(), create(), create(), create()]);
  const [first] = answers;
  const ids = new Set(answers.map((answer) => textMember(answer, 'id')));
  const statuses = answers
    .map(({ status }) => status)
    .toSorted((a, b) => a - b)
    .join(' ');
  return { status: 200, headers: first.headers, setCookies: [], body: { ids: ids.size, statuses } };
}

const gender = [{ op: 'add', path: '/gender', value: 'female' }];

export const conditional: Group = {
  title: 'Conditional create, update, patch, delete',
  cases: [
    when('CD01', 'a create finds none', (setup) => createWith(setup, 0), {
      status: 201,
      headers: { location: /\/Patient\// },
    }),
    when('CD02', 'a create finds one', (setup) => createWith(setup, 1), {
      status: 200,
      members: 'resourceType identifier id meta',
    }),
    when('CD03', 'a create finds two', (setup) => createWith(setup, 2), many),
    when(
      'CD04',
      'a create searches by what is unknown',
      (setup) => fhir(setup, 'POST', 'Patient', unique().resource, { 'if-none-exist': 'nope=1' }),
      refuses(400, 'invalid: Unknown search parameter: nope'),
    ),
    when(
      'CD05',
      'a create searches by nothing',
      (setup) => fhir(setup, 'POST', 'Patient', unique().resource, { 'if-none-exist': '' }),
      { status: 201 },
    ),
    when('CD06', 'four create the same at once', together, {
      status: 200,
      body: { ids: 1, statuses: '200 200 200 201' },
    }),
    when('CD07', 'an update finds none', (setup) => askWith(setup, 'PUT', 0), {
      status: 201,
      body: { gender: 'male' },
    }),
    when('CD08', 'an update finds one', (setup) => askWith(setup, 'PUT', 1), { status: 200, body: { gender: 'male' } }),
    when('CD09', 'an update finds two', (setup) => askWith(setup, 'PUT', 2), many),
    when('CD10', 'an update searches by nothing', (setup) => fhir(setup, 'PUT', 'Patient', unique().resource), many),
    when('CD11', 'a patch finds one', (setup) => askWith(setup, 'PATCH', 1, gender), {
      status: 200,
      body: { gender: 'female' },
    }),
    when('CD12', 'a delete finds one', (setup) => askWith(setup, 'DELETE', 1), allOk),
    when('CD13', 'a delete finds none', (setup) => askWith(setup, 'DELETE', 0), allOk),
    when('CD14', 'a delete finds two', (setup) => askWith(setup, 'DELETE', 2), many),
  ],
};

const patchHeaders = { 'content-type': 'application/json-patch+json' };

/** Creates a Patient and patches it (RFC 6902). */
async function patch(
  setup: Setup,
  body: unknown,
  headers: (made: Json) => Readonly<Record<string, string>> = () => patchHeaders,
): Promise<Answer> {
  const made = await fhir(setup, 'POST', 'Patient', { resourceType: 'Patient', birthDate: '1990-02-03' });
  return fhir(setup, 'PATCH', `Patient/${textMember(made, 'id')}`, body, headers(made.body as Json));
}

const born = (birthDate: string): object => [{ op: 'add', path: '/birthDate', value: birthDate }];
const nameless = { resourceType: 'Patient' };
const become = (path: string, value: unknown): object => [{ op: 'replace', path, value }];
const isBorn = (birthDate: string): Expected => ({ status: 200, body: { birthDate } });

export const jsonPatch: Group = {
  title: 'JSON Patch (RFC 6902)',
  cases: [
    when('JP01', 'a value is set', (setup) => patch(setup, born('1991-02-03')), isBorn('1991-02-03')),
    when('JP02', 'the value is there already', (setup) => patch(setup, born('1990-02-03')), isBorn('1990-02-03')),
    when(
      'JP03',
      'a value is replaced where there is none',
      (setup) => patch(setup, [{ op: 'replace', path: '/nope/0', value: 1 }]),
      refuses(400, 'invalid: Value required at path: /nope/0'),
    ),
    when('JP04', 'nothing is to be done', (setup) => patch(setup, []), isBorn('1990-02-03')),
    when('JP05', 'the patch is no list', (setup) => patch(setup, {}), refuses(400, 'invalid: Invalid patch body')),
    when(
      'JP06',
      'the patch is plain JSON',
      (setup) => patch(setup, born('1991-02-03'), () => ({})),
      isBorn('1991-02-03'),
    ),
    when(
      'JP07',
      'the patch is of another version',
      (setup) => patch(setup, born('1992-02-03'), () => ({ ...patchHeaders, 'if-match': `W/"${nobody}"` })),
      refuses(412, 'processing: Precondition Failed'),
    ),
    when(
      'JP08',
      'the Patient does not exist',
      (setup) => fhir(setup, 'PATCH', `Patient/${nobody}`, born('1992-02-03'), patchHeaders),
      notFound,
    ),
    when('JP09', 'it becomes another that is not there', (setup) => patch(setup, become('/id', nobody)), notFound),
    when('JP10', 'it loses its id', (setup) => patch(setup, become('/id', null)), refuses(400, 'invalid: Missing id')),
    when('JP11', 'its id is none', (setup) => patch(setup, become('/id', 'x')), refuses(400, 'invalid: Invalid id')),
    when('JP12', 'it becomes a Device', (setup) => patch(setup, become('/resourceType', 'Device')), notFound),
    when(
      'JP13',
      'it becomes of no known type',
      (setup) => patch(setup, become('/resourceType', 'Foo')),
      refuses(400, 'structure: Unknown resource type'),
    ),
    when(
      'JP14',
      'it becomes another that is there',
      async (setup) => patch(setup, become('/id', textMember(await fhir(setup, 'POST', 'Patient', nameless), 'id'))),
      { status: 200, body: { birthDate: '1990-02-03' } },
      { row: 'A patch gives a resource the id of another', expect: refuses(400, 'invalid: Incorrect resource ID') },
    ),
    when(
      'JP15',
      'the time of its last change is none',
      (setup) => patch(setup, become('/meta/lastUpdated', 'x')),
      isBorn('1990-02-03'),
    ),
  ],
};
