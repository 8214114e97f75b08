import { type Answer, type Json, textMember } from '#contract/answer.ts';
import { type Expected, forbidden, type Group, notFound, when } from '#contract/case.ts';
import { bearer } from '#contract/http-client.ts';
import type { World } from '#contract/world/world.ts';
import { observation } from './observation.ts';

const nobody = '00000000-0000-4000-8000-000000000000';

async function asDevice(w: World, method: string, path: string, body?: unknown): Promise<Answer> {
  return w.fhir(method, path, bearer(await w.clientToken('device')), body);
}

const asOwner = (w: World, method: string, path: string, body?: unknown): Promise<Answer> =>
  w.fhir(method, path, bearer(w.ownerToken), body);

async function createAsOwner(w: World, resource: Json): Promise<Json> {
  const answer = await asOwner(w, 'POST', String(resource['resourceType']), resource);
  textMember(answer, 'id');
  return answer.body as Json;
}

/** Does something to an Observation that is outside of the device's policy. */
async function outside(w: World, act: (id: string, resource: Json) => Promise<Answer>): Promise<Answer> {
  const resource = await createAsOwner(w, observation(w.bob));
  return act(String(resource['id']), resource);
}

/** Does something to an Observation that the device created. */
async function inside(w: World, act: (path: string, resource: Json) => Promise<Answer>): Promise<Answer> {
  const created = await asDevice(w, 'POST', 'Observation', observation(w.alice));
  return act(`Observation/${textMember(created, 'id')}`, created.body as Json);
}

const empty: Expected = { status: 200, body: { type: 'searchset', total: 0, entry: undefined } };
const aliceOnly = (w: World): Expected => ({
  status: 200,
  body: {
    total: 1,
    entry: [{ resource: { id: w.alice, birthDate: undefined, telecom: undefined, gender: 'female' } }],
  },
});

export const criteria: Group = {
  title: 'AccessPolicy: which resources',
  cases: [
    when('AP01', 'a Patient outside of the criteria is read', (w) => asDevice(w, 'GET', `Patient/${w.bob}`), notFound),
    when('AP02', 'a Patient is read that does not exist', (w) => asDevice(w, 'GET', `Patient/${nobody}`), notFound),
    when('AP03', 'what is no id is read', (w) => asDevice(w, 'GET', 'Patient/not-a-uuid'), notFound),
    when(
      'AP04',
      'a type is read that is not in the policy',
      (w) => asDevice(w, 'GET', w.practitioner.profile),
      forbidden,
    ),
    when('AP05', 'a type is searched that is not in the policy', (w) => asDevice(w, 'GET', 'Practitioner'), forbidden),
    when('AP06', 'Patients are searched', (w) => asDevice(w, 'GET', 'Patient?_total=accurate'), aliceOnly),
    when(
      'AP07',
      'Patients are searched by a hidden field',
      (w) => asDevice(w, 'GET', 'Patient?birthdate=1980-01-01&_total=accurate'),
      aliceOnly,
    ),
    when(
      'AP08',
      'Patients are searched by another value of a hidden field',
      (w) => asDevice(w, 'GET', 'Patient?birthdate=1999-01-01&_total=accurate'),
      empty,
    ),
    when(
      'AP09',
      'a Patient outside of the criteria is searched by id',
      (w) => asDevice(w, 'GET', `Patient?_id=${w.bob}&_total=accurate`),
      empty,
    ),
    when('AP10', 'a readonly Patient is deleted', (w) => asDevice(w, 'DELETE', `Patient/${w.alice}`), forbidden),
    when(
      'AP11',
      'a type is created that is not in the policy',
      (w) => asDevice(w, 'POST', 'Practitioner', { resourceType: 'Practitioner' }),
      forbidden,
    ),
    when(
      'AP12',
      'a type is created that may be read and searched',
      (w) => asDevice(w, 'POST', 'Communication', { resourceType: 'Communication', status: 'completed' }),
      forbidden,
    ),
    when(
      'AP13',
      'an Observation inside of the criteria is created',
      (w) => asDevice(w, 'POST', 'Observation', observation(w.alice)),
      (w) => ({
        status: 201,
        headers: { location: new RegExp(`^${w.baseUrl}fhir/R4/Observation/`), etag: /^W\/"/, 'last-modified': /GMT$/ },
        body: { subject: { reference: `Patient/${w.alice}` }, meta: { author: undefined, project: undefined } },
      }),
    ),
    when(
      'AP14',
      'an Observation of nobody is created',
      (w) => asDevice(w, 'POST', 'Observation', observation()),
      forbidden,
    ),
    when(
      'AP15',
      'an Observation outside of the criteria is created',
      (w) => asDevice(w, 'POST', 'Observation', observation(w.bob)),
      forbidden,
    ),
    when(
      'AP16',
      'an Observation is moved out of the criteria',
      (w) =>
        inside(w, (path, resource) =>
          asDevice(w, 'PUT', path, { ...resource, subject: { reference: `Patient/${w.bob}` } }),
        ),
      forbidden,
    ),
    when(
      'AP17',
      'an Observation is deleted without that interaction',
      (w) => inside(w, (path) => asDevice(w, 'DELETE', path)),
      forbidden,
    ),
    when(
      'AP18',
      'the history of an Observation is read',
      (w) => inside(w, (path) => asDevice(w, 'GET', `${path}/_history`)),
      {
        status: 200,
        body: { type: 'history', entry: [{ response: { status: '200' } }] },
      },
    ),
    when(
      'AP19',
      'an Observation outside of the criteria is read',
      (w) => outside(w, (id) => asDevice(w, 'GET', `Observation/${id}`)),
      notFound,
    ),
    when(
      'AP20',
      'an Observation outside of the criteria is updated',
      (w) => outside(w, (id, resource) => asDevice(w, 'PUT', `Observation/${id}`, { ...resource, status: 'amended' })),
      notFound,
    ),
    when(
      'AP21',
      'the history of an Observation outside of the criteria is read',
      (w) => outside(w, (id) => asDevice(w, 'GET', `Observation/${id}/_history`)),
      notFound,
    ),
    when('AP22', 'everything of a Patient is read', (w) => asDevice(w, 'GET', `Patient/${w.alice}/$everything`), {
      status: 200,
      body: { type: 'searchset' },
    }),
    when(
      'AP23',
      'a search would include a type that is not in the policy',
      (w) => asDevice(w, 'GET', 'Observation?_include=Observation:performer&_count=1'),
      { status: 200, body: { type: 'searchset' } },
    ),
    when(
      'AP24',
      'GraphQL asks for a type that is not in the policy',
      (w) => asDevice(w, 'POST', '$graphql', { query: '{ PatientList { id birthDate } PractitionerList { id } }' }),
      (w) => ({
        status: 200,
        body: {
          errors: [{ message: 'Forbidden', path: ['PractitionerList'] }],
          data: { PatientList: [{ id: w.alice, birthDate: null }], PractitionerList: null },
        },
      }),
    ),
  ],
};

/** Sends a new Task from `before` to `after`. */
async function moveTask(w: World, before: string, after: string): Promise<Answer> {
  const task = await createAsOwner(w, { resourceType: 'Task', status: before, intent: 'order' });
  return asDevice(w, 'PUT', `Task/${String(task['id'])}`, { ...task, status: after });
}

async function changeDevice(w: World, changes: object): Promise<Answer> {
  const { body } = await asDevice(w, 'GET', `Device/${w.device}`);
  return asDevice(w, 'PUT', `Device/${w.device}`, { ...(body as Json), ...changes });
}

async function asPaula(w: World, method: string, path: string, body?: unknown): Promise<Answer> {
  return w.fhir(method, path, bearer((await w.signIn()).access_token), body);
}

async function asPat(w: World, method: string, path: string, body?: unknown): Promise<Answer> {
  return w.fhir(method, path, bearer((await w.signIn({ email: w.patient.email })).access_token), body);
}

/** A practitioner, who does not see phone numbers, sends back what they saw with another birth date. */
async function changeBirthDate(w: World): Promise<Answer> {
  const telecom = [{ system: 'phone', value: '555' }];
  const { id } = await createAsOwner(w, { resourceType: 'Patient', birthDate: '1980-01-01', telecom });
  const { body } = await asPaula(w, 'GET', `Patient/${String(id)}`);
  return asPaula(w, 'PUT', `Patient/${String(id)}`, { ...(body as Json), birthDate: '2001-01-01', gender: 'other' });
}

export const fields: Group = {
  title: 'AccessPolicy: which fields, values and types',
  cases: [
    when('AF01', 'a Device is updated', (w) => changeDevice(w, { lotNumber: 'L1' }), {
      status: 200,
      body: { lotNumber: 'L1' },
    }),
    when(
      'AF02',
      'a readonly field is changed',
      (w) => changeDevice(w, { identifier: [{ system: 'urn:device', value: 'other' }] }),
      (w) => ({ status: 200, body: { identifier: [{ value: `D-${w.run}` }] } }),
    ),
    when('AF03', 'a Task is completed', (w) => moveTask(w, 'requested', 'completed'), {
      status: 200,
      body: { status: 'completed' },
    }),
    when(
      'AF04',
      'a completed Task is opened again, against the constraint',
      (w) => moveTask(w, 'completed', 'requested'),
      forbidden,
    ),
    when(
      'AF05',
      'a hidden field would be read',
      (w) => asPaula(w, 'GET', `Patient/${w.alice}`),
      (w) => ({
        status: 200,
        body: { id: w.alice, telecom: undefined, name: [{ family: 'Device' }] },
      }),
    ),
    when('AF06', 'a readonly birth date is changed', changeBirthDate, {
      status: 200,
      body: { birthDate: '1980-01-01', gender: 'other', telecom: undefined },
    }),
    when(
      'AF07',
      'a hidden field survives an update',
      async (w) => asOwner(w, 'GET', `Patient/${textMember(await changeBirthDate(w), 'id')}`),
      { status: 200, body: { telecom: [{ value: '555' }], birthDate: '1980-01-01', gender: 'other' } },
    ),
    when('AF08', 'a patient reads themselves', (w) => asPat(w, 'GET', w.patient.profile), {
      status: 200,
      body: { name: [{ family: 'Patient' }] },
    }),
    when('AF09', 'a patient reads someone else', (w) => asPat(w, 'GET', `Patient/${w.alice}`), notFound),
    when(
      'AF10',
      'a patient writes what they may read',
      (w) => asPat(w, 'POST', 'Observation', observation(w.patient.profile.replace('Patient/', ''))),
      forbidden,
    ),
    when(
      'AF11',
      'a device reads its own client',
      (w) => asDevice(w, 'GET', `ClientApplication/${w.clients.device.id}`),
      forbidden,
    ),
    when('AF12', 'a device reads its Project', (w) => asDevice(w, 'GET', `Project/${w.projectId}`), forbidden),
    when('AF13', 'a device searches Logins', (w) => asDevice(w, 'GET', 'Login'), forbidden),
    when('AF14', 'a device searches Users', (w) => asDevice(w, 'GET', 'User'), forbidden),
    when(
      'AF15',
      'a device asks the administration',
      async (w) => w.get(`admin/projects/${w.projectId}`, bearer(await w.clientToken('device'))),
      forbidden,
    ),
    when(
      'AF16',
      'a client without a policy reads its Project',
      (w) => asConfidential(w, 'GET', `Project/${w.projectId}`),
      forbidden,
    ),
    when(
      'AF17',
      'a client without a policy creates a client',
      (w) => asConfidential(w, 'POST', 'ClientApplication', { resourceType: 'ClientApplication', name: 'x' }),
      {
        status: 201,
        body: { name: 'x', secret: undefined },
      },
    ),
    when(
      'AF18',
      'a client without a policy reads a policy',
      (w) => asConfidential(w, 'GET', `AccessPolicy/${w.policies.device}`),
      { status: 200 },
    ),
    when(
      'AF19',
      'a client without a policy reads a membership',
      (w) => asConfidential(w, 'GET', `ProjectMembership/${w.clients.device.membershipId}`),
      forbidden,
    ),
    when(
      'AF20',
      'a client without a policy writes a policy',
      async (w) => {
        const policy = await createAsOwner(w, { resourceType: 'AccessPolicy', name: 'To be renamed' });
        return asConfidential(w, 'PUT', `AccessPolicy/${String(policy['id'])}`, { ...policy, name: 'Renamed' });
      },
      { status: 200, body: { name: 'Renamed' } },
    ),
    when('AF21', 'an owner searches Users', (w) => asOwner(w, 'GET', 'User?_count=2'), {
      status: 200,
      body: { type: 'searchset' },
    }),
  ],
};

async function asConfidential(w: World, method: string, path: string, body?: unknown): Promise<Answer> {
  return w.fhir(method, path, bearer(await w.clientToken('confidential')), body);
}
