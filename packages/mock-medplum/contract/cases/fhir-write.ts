import { type Answer, type Json, textMember } from '#contract/answer.ts';
import { allOk, type Expected, gone, type Group, notFound, refuses, when } from '#contract/case.ts';
import type { Fields } from '#contract/http-client.ts';
import type { World } from '#contract/world/world.ts';
import { asConfidential as fhir } from './as-confidential.ts';
import { observation } from './observation.ts';

const nobody = '00000000-0000-4000-8000-000000000000';
const uuid = /^[0-9a-f-]{36}$/;
const somePatient = { resourceType: 'Patient' };

/** Creates a Patient to spoil. */
async function patient(w: World, changes: object = {}): Promise<Json> {
  const answer = await fhir(w, 'POST', 'Patient', { ...somePatient, ...changes });
  textMember(answer, 'id');
  return answer.body as Json;
}

/** Creates a Patient and updates it. */
async function update(
  w: World,
  change: (made: Json) => unknown,
  headers: (made: Json) => Fields = () => ({}),
): Promise<Answer> {
  const made = await patient(w);
  return fhir(w, 'PUT', `Patient/${String(made['id'])}`, change(made), headers(made));
}

const versionOf = (made: Json): string => `W/"${(made['meta'] as { versionId: string }).versionId}"`;

/** Creates a Patient and reads it. */
async function read(w: World, suffix = '', headers: (made: Json) => Fields = () => ({})): Promise<Answer> {
  const made = await patient(w, { gender: 'female' });
  return fhir(w, 'GET', `Patient/${String(made['id'])}${suffix}`, undefined, headers(made));
}

/** Deletes a Patient, and does something more to it. */
async function afterDeletion(w: World, act: (path: string, id: string) => Promise<Answer>): Promise<Answer> {
  const id = String((await patient(w))['id']);
  await fhir(w, 'DELETE', `Patient/${id}`);
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
      (w) => fhir(w, 'POST', 'Patient', somePatient),
      (w) => ({
        ...created,
        headers: {
          'content-type': 'application/fhir+json; charset=utf-8',
          location: new RegExp(`^${w.baseUrl}fhir/R4/Patient/[0-9a-f-]{36}$`),
          etag: /^W\/"[0-9a-f-]{36}"$/,
          'last-modified': /GMT$/,
          'cache-control': /no-store/,
        },
      }),
    ),
    when(
      'FW02',
      'the body is FHIR JSON',
      (w) => fhir(w, 'POST', 'Patient', somePatient, { 'content-type': 'application/fhir+json' }),
      created,
    ),
    when(
      'FW03',
      'little is to be returned',
      (w) => fhir(w, 'POST', 'Patient', somePatient, { prefer: 'return=minimal' }),
      {
        status: 201,
        says: '',
        headers: { location: /\/Patient\// },
      },
    ),
    when(
      'FW04',
      'an outcome is to be returned',
      (w) => fhir(w, 'POST', 'Patient', somePatient, { prefer: 'return=OperationOutcome' }),
      created,
    ),
    when('FW05', 'the body has an id', (w) => fhir(w, 'POST', 'Patient', { ...somePatient, id: nobody }), {
      ...created,
      body: { id: /^(?!00000000)/ },
    }),
    when('FW06', 'it is read', (w) => read(w), {
      status: 200,
      members: 'resourceType gender id meta',
      headers: { etag: /^W\/"/, 'last-modified': /GMT$/ },
    }),
    when(
      'FW07',
      'it is read by someone who has this version',
      (w) => read(w, '', (made) => ({ 'if-none-match': versionOf(made) })),
      {
        status: 304,
        says: '',
      },
    ),
    when('FW08', 'one element is asked for', (w) => read(w, '?_elements=id'), {
      status: 200,
      body: { gender: 'female' },
    }),
    when(
      'FW09',
      'only its headers are asked for',
      async (w) => fhir(w, 'HEAD', `Patient/${String((await patient(w))['id'])}`),
      { status: 404 },
    ),
    when('FW10', 'XML is asked for', (w) => read(w, '', () => ({ accept: 'application/fhir+xml' })), {
      status: 200,
      headers: { 'content-type': 'application/fhir+json; charset=utf-8' },
    }),
    when(
      'FW11',
      'an update changes nothing',
      async (w) => {
        const made = await patient(w);
        const { body, ...answer } = await fhir(w, 'PUT', `Patient/${String(made['id'])}`, made);
        return { ...answer, body: { unchanged: versionOf(made) === versionOf(body as Json) } };
      },
      { status: 200, body: { unchanged: true } },
    ),
    when(
      'FW12',
      'an update is of the newest version',
      (w) =>
        update(
          w,
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
      async (w) => {
        const made = await patient(w);
        const path = `Patient/${String(made['id'])}`;
        await fhir(w, 'PUT', path, { ...made, gender: 'female' });
        return fhir(w, 'PUT', path, { ...made, gender: 'other' }, { 'if-match': versionOf(made) });
      },
      refuses(412, 'processing: Precondition Failed'),
    ),
    when(
      'FW14',
      'the version of an update is none',
      (w) =>
        update(
          w,
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
      (w) => update(w, () => somePatient),
      refuses(400, 'invalid: Incorrect resource ID'),
    ),
    when(
      'FW16',
      'an update has another id',
      (w) => update(w, () => ({ ...somePatient, id: nobody })),
      refuses(400, 'invalid: Incorrect resource ID'),
    ),
    when(
      'FW17',
      'an update is of another type',
      (w) => update(w, ({ id }) => ({ ...observation(w.alice), id })),
      refuses(400, 'invalid: Incorrect resource type'),
    ),
    when(
      'FW18',
      'an update is of what does not exist',
      (w) => fhir(w, 'PUT', `Patient/${nobody}`, { ...somePatient, id: nobody }),
      notFound,
    ),
    when(
      'FW19',
      'an update goes to what is no id',
      (w) => fhir(w, 'PUT', 'Patient/abc', { ...somePatient, id: 'abc' }),
      refuses(400, 'invalid: Invalid id'),
    ),
    when('FW20', 'it is deleted', async (w) => fhir(w, 'DELETE', `Patient/${String((await patient(w))['id'])}`), allOk),
    when('FW21', 'it is read after it was deleted', (w) => afterDeletion(w, (path) => fhir(w, 'GET', path)), gone),
    when('FW22', 'it is deleted again', (w) => afterDeletion(w, (path) => fhir(w, 'DELETE', path)), allOk),
    when(
      'FW23',
      'it is updated after it was deleted',
      (w) => afterDeletion(w, (path, id) => fhir(w, 'PUT', path, { ...somePatient, id })),
      { status: 200, body: { id: uuid } },
    ),
    when('FW24', 'what does not exist is deleted', (w) => fhir(w, 'DELETE', `Patient/${nobody}`), notFound),
    when('FW25', 'a path goes on too long', (w) => fhir(w, 'GET', `Patient/${w.alice}/nope/x`), notFound),
    when('FW26', 'an operation is unknown', (w) => fhir(w, 'POST', 'Patient/$nope', {}), notFound),
    when(
      'FW27',
      'more is asked for',
      (w) => fhir(w, 'POST', 'Observation', observation(w.alice), { 'x-medplum': 'extended' }),
      (w) => ({
        status: 201,
        body: {
          meta: {
            author: { reference: `ClientApplication/${w.clients.confidential.id}` },
            project: w.projectId,
            compartment: [{ reference: `Project/${w.projectId}` }, { reference: `Patient/${w.alice}` }],
          },
        },
      }),
    ),
    when(
      'FW28',
      'the meta is made up',
      (w) => {
        const meta = { project: nobody, lastUpdated: '2001-01-01T00:00:00Z', tag: [{ system: 'urn:t', code: 'a' }] };
        return fhir(w, 'POST', 'Patient', { ...somePatient, meta }, { 'x-medplum': 'extended' });
      },
      (w) => ({ status: 201, body: { meta: { project: w.projectId, lastUpdated: /^20[^0]/, tag: [{ code: 'a' }] } } }),
    ),
  ],
};
