import { type Answer, type Json, textMember } from '#contract/answer.ts';
import { allOk, type Expected, gone, type Group, notFound, refuses, when } from '#contract/case.ts';
import type { Fields } from '#contract/http-client.ts';
import type { Setup } from '#contract/setup/setup.ts';
import { asConfidential as fhir } from './as-confidential.ts';
import { observation } from './observation.ts';

const nobody = '00000000-0000-4000-8000-000000000000';
const uuid = /^[0-9a-f-]{36}$/;
const somePatient = { resourceType: 'Patient' };

/** Creates a Patient to spoil. */
async function patient(setup: Setup, changes: object = {}): Promise<Json> {
  const answer = await fhir(setup, 'POST', 'Patient', { ...somePatient, ...changes });
  textMember(answer, 'id');
  return answer.body as Json;
}

/** Creates a Patient and updates it. */
async function update(
  setup: Setup,
  change: (made: Json) => unknown,
  headers: (made: Json) => Fields = () => ({}),
): Promise<Answer> {
  const made = await patient(setup);
  return fhir(setup, 'PUT', `Patient/${String(made['id'])}`, change(made), headers(made));
}

const versionOf = (made: Json): string => `W/"${(made['meta'] as { versionId: string }).versionId}"`;

/** Creates a Patient and reads it. */
async function read(setup: Setup, suffix = '', headers: (made: Json) => Fields = () => ({})): Promise<Answer> {
  const made = await patient(setup, { gender: 'female' });
  return fhir(setup, 'GET', `Patient/${String(made['id'])}${suffix}`, undefined, headers(made));
}

/** Deletes a Patient, and does something more to it. */
async function afterDeletion(setup: Setup, act: (path: string, id: string) => Promise<Answer>): Promise<Answer> {
  const id = String((await patient(setup))['id']);
  await fhir(setup, 'DELETE', `Patient/${id}`);
  return act(`Patient/${id}`, id);
}

const created: Expected = {
  status: 201,
  members: 'resourceType id meta',
  body: { id: uuid, meta: { versionId: uuid, lastUpdated: /Z$/, author: undefined, project: undefined } },
};

export const create: Group = {
  title: 'Create, read, update, delete',
  cases: [
    when(
      'FW01',
      'a Patient is created',
      (setup) => fhir(setup, 'POST', 'Patient', somePatient),
      (setup) => ({
        ...created,
        headers: {
          'content-type': 'application/fhir+json; charset=utf-8',
          location: new RegExp(`^${setup.baseUrl}fhir/R4/Patient/[0-9a-f-]{36}$`),
          etag: /^W\/"[0-9a-f-]{36}"$/,
          'last-modified': /GMT$/,
          'cache-control': /no-store/,
        },
      }),
    ),
    when(
      'FW02',
      'the body is FHIR JSON',
      (setup) => fhir(setup, 'POST', 'Patient', somePatient, { 'content-type': 'application/fhir+json' }),
      created,
    ),
    when(
      'FW03',
      'little is to be returned',
      (setup) => fhir(setup, 'POST', 'Patient', somePatient, { prefer: 'return=minimal' }),
      {
        status: 201,
        says: '',
        headers: { location: /\/Patient\// },
      },
    ),
    when(
      'FW04',
      'an outcome is to be returned',
      (setup) => fhir(setup, 'POST', 'Patient', somePatient, { prefer: 'return=OperationOutcome' }),
      created,
    ),
    when('FW05', 'the body has an id', (setup) => fhir(setup, 'POST', 'Patient', { ...somePatient, id: nobody }), {
      ...created,
      body: { id: /^(?!00000000)/ },
    }),
    when('FW06', 'it is read', (setup) => read(setup), {
      status: 200,
      members: 'resourceType gender id meta',
      headers: { etag: /^W\/"/, 'last-modified': /GMT$/ },
    }),
    when(
      'FW07',
      'it is read by someone who has this version',
      (setup) => read(setup, '', (made) => ({ 'if-none-match': versionOf(made) })),
      {
        status: 304,
        says: '',
      },
    ),
    when('FW08', 'one element is asked for', (setup) => read(setup, '?_elements=id'), {
      status: 200,
      body: { gender: 'female' },
    }),
    when(
      'FW09',
      'only its headers are asked for',
      async (setup) => fhir(setup, 'HEAD', `Patient/${String((await patient(setup))['id'])}`),
      { status: 404 },
    ),
    when('FW10', 'XML is asked for', (setup) => read(setup, '', () => ({ accept: 'application/fhir+xml' })), {
      status: 200,
      headers: { 'content-type': 'application/fhir+json; charset=utf-8' },
    }),
    when(
      'FW11',
      'an update changes nothing',
      async (setup) => {
        const made = await patient(setup);
        const { body, ...answer } = await fhir(setup, 'PUT', `Patient/${String(made['id'])}`, made);
        return { ...answer, body: { unchanged: versionOf(made) === versionOf(body as Json) } };
      },
      { status: 200, body: { unchanged: true } },
    ),
    when(
      'FW12',
      'an update is of the newest version',
      (setup) =>
        update(
          setup,
          (made) => ({ ...made, gender: 'female' }),
          (made) => ({ 'if-match': versionOf(made) }),
        ),
      {
        status: 200,
        body: { gender: 'female' },
      },
    ),
    when(
      'FW13',
      'an update is of an old version',
      async (setup) => {
        const made = await patient(setup);
        const path = `Patient/${String(made['id'])}`;
        await fhir(setup, 'PUT', path, { ...made, gender: 'female' });
        return fhir(setup, 'PUT', path, { ...made, gender: 'other' }, { 'if-match': versionOf(made) });
      },
      refuses(412, 'processing: Precondition Failed'),
    ),
    when(
      'FW14',
      'the version of an update is none',
      (setup) =>
        update(
          setup,
          (made) => ({ ...made, gender: 'other' }),
          () => ({ 'if-match': 'abc' }),
        ),
      {
        status: 200,
        body: { gender: 'other' },
      },
    ),
    when(
      'FW15',
      'an update has no id',
      (setup) => update(setup, () => somePatient),
      refuses(400, 'invalid: Incorrect resource ID'),
    ),
    when(
      'FW16',
      'an update has another id',
      (setup) => update(setup, () => ({ ...somePatient, id: nobody })),
      refuses(400, 'invalid: Incorrect resource ID'),
    ),
    when(
      'FW17',
      'an update is of another type',
      (setup) => update(setup, ({ id }) => ({ ...observation(setup.alice), id })),
      refuses(400, 'invalid: Incorrect resource type'),
    ),
    when(
      'FW18',
      'an update is of what does not exist',
      (setup) => fhir(setup, 'PUT', `Patient/${nobody}`, { ...somePatient, id: nobody }),
      notFound,
    ),
    when(
      'FW19',
      'an update goes to what is no id',
      (setup) => fhir(setup, 'PUT', 'Patient/abc', { ...somePatient, id: 'abc' }),
      refuses(400, 'invalid: Invalid id'),
    ),
    when(
      'FW20',
      'it is deleted',
      async (setup) => fhir(setup, 'DELETE', `Patient/${String((await patient(setup))['id'])}`),
      allOk,
    ),
    when(
      'FW21',
      'it is read after it was deleted',
      (setup) => afterDeletion(setup, (path) => fhir(setup, 'GET', path)),
      gone,
    ),
    when('FW22', 'it is deleted again', (setup) => afterDeletion(setup, (path) => fhir(setup, 'DELETE', path)), allOk),
    when(
      'FW23',
      'it is updated after it was deleted',
      (setup) => afterDeletion(setup, (path, id) => fhir(setup, 'PUT', path, { ...somePatient, id })),
      { status: 200, body: { id: uuid } },
    ),
    when('FW24', 'what does not exist is deleted', (setup) => fhir(setup, 'DELETE', `Patient/${nobody}`), notFound),
    when('FW25', 'a path goes on too long', (setup) => fhir(setup, 'GET', `Patient/${setup.alice}/nope/x`), notFound),
    when('FW26', 'an operation is unknown', (setup) => fhir(setup, 'POST', 'Patient/$nope', {}), notFound),
    when(
      'FW27',
      'more is asked for',
      (setup) => fhir(setup, 'POST', 'Observation', observation(setup.alice), { 'x-medplum': 'extended' }),
      (setup) => ({
        status: 201,
        body: {
          meta: {
            author: { reference: `ClientApplication/${setup.clients.confidential.id}` },
            project: setup.projectId,
            compartment: [{ reference: `Project/${setup.projectId}` }, { reference: `Patient/${setup.alice}` }],
          },
        },
      }),
    ),
    when(
      'FW28',
      'the meta is made up',
      (setup) => {
        const meta = { project: nobody, lastUpdated: '2001-01-01T00:00:00Z', tag: [{ system: 'urn:t', code: 'a' }] };
        return fhir(setup, 'POST', 'Patient', { ...somePatient, meta }, { 'x-medplum': 'extended' });
      },
      (setup) => ({
        status: 201,
        body: { meta: { project: setup.projectId, lastUpdated: /^20[^0]/, tag: [{ code: 'a' }] } },
      }),
    ),
  ],
};
