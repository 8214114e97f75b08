import { type Answer, type Json, textMember } from '#contract/answer.ts';
import { type Expected, forbidden, type Group, notFound, when } from '#contract/case.ts';
import { bearer } from '#contract/http-client.ts';
import type { Setup } from '#contract/setup/setup.ts';
import { observation } from './observation.ts';

const nobody = '00000000-0000-4000-8000-000000000000';

async function asDevice(setup: Setup, method: string, path: string, body?: unknown): Promise<Answer> {
  return setup.fhir(method, path, bearer(await setup.clientToken('device')), body);
}

const asOwner = (setup: Setup, method: string, path: string, body?: unknown): Promise<Answer> =>
  setup.fhir(method, path, bearer(setup.ownerToken), body);

async function createAsOwner(setup: Setup, resource: Json): Promise<Json> {
  const answer = await asOwner(setup, 'POST', String(resource['resourceType']), resource);
  textMember(answer, 'id');
  return answer.body as Json;
}

/** Does something to an Observation that is outside of the device's policy. */
async function outside(setup: Setup, act: (id: string, resource: Json) => Promise<Answer>): Promise<Answer> {
  const resource = await createAsOwner(setup, observation(setup.bob));
  return act(String(resource['id']), resource);
}

/** Does something to an Observation that the device created. */
async function inside(setup: Setup, act: (path: string, resource: Json) => Promise<Answer>): Promise<Answer> {
  const created = await asDevice(setup, 'POST', 'Observation', observation(setup.alice));
  return act(`Observation/${textMember(created, 'id')}`, created.body as Json);
}

const empty: Expected = { status: 200, body: { type: 'searchset', total: 0, entry: undefined } };
const aliceOnly = (setup: Setup): Expected => ({
  status: 200,
  body: {
    total: 1,
    entry: [{ resource: { id: setup.alice, birthDate: undefined, telecom: undefined, gender: 'female' } }],
  },
});

export const criteria: Group = {
  title: 'AccessPolicy: which resources',
  cases: [
    when(
      'AP01',
      'a Patient outside of the criteria is read',
      (setup) => asDevice(setup, 'GET', `Patient/${setup.bob}`),
      notFound,
    ),
    when(
      'AP02',
      'a Patient is read that does not exist',
      (setup) => asDevice(setup, 'GET', `Patient/${nobody}`),
      notFound,
    ),
    when('AP03', 'what is no id is read', (setup) => asDevice(setup, 'GET', 'Patient/not-a-uuid'), notFound),
    when(
      'AP04',
      'a type is read that is not in the policy',
      (setup) => asDevice(setup, 'GET', setup.practitioner.profile),
      forbidden,
    ),
    when(
      'AP05',
      'a type is searched that is not in the policy',
      (setup) => asDevice(setup, 'GET', 'Practitioner'),
      forbidden,
    ),
    when('AP06', 'Patients are searched', (setup) => asDevice(setup, 'GET', 'Patient?_total=accurate'), aliceOnly),
    when(
      'AP07',
      'Patients are searched by a hidden field',
      (setup) => asDevice(setup, 'GET', 'Patient?birthdate=1980-01-01&_total=accurate'),
      aliceOnly,
    ),
    when(
      'AP08',
      'Patients are searched by another value of a hidden field',
      (setup) => asDevice(setup, 'GET', 'Patient?birthdate=1999-01-01&_total=accurate'),
      empty,
    ),
    when(
      'AP09',
      'a Patient outside of the criteria is searched by id',
      (setup) => asDevice(setup, 'GET', `Patient?_id=${setup.bob}&_total=accurate`),
      empty,
    ),
    when(
      'AP10',
      'a readonly Patient is deleted',
      (setup) => asDevice(setup, 'DELETE', `Patient/${setup.alice}`),
      forbidden,
    ),
    when(
      'AP11',
      'a type is created that is not in the policy',
      (setup) => asDevice(setup, 'POST', 'Practitioner', { resourceType: 'Practitioner' }),
      forbidden,
    ),
    when(
      'AP12',
      'a type is created that may be read and searched',
      (setup) => asDevice(setup, 'POST', 'Communication', { resourceType: 'Communication', status: 'completed' }),
      forbidden,
    ),
    when(
      'AP13',
      'an Observation inside of the criteria is created',
      (setup) => asDevice(setup, 'POST', 'Observation', observation(setup.alice)),
      (setup) => ({
        status: 201,
        headers: {
          location: new RegExp(`^${setup.baseUrl}fhir/R4/Observation/`),
          etag: /^W\/"/,
          'last-modified': /GMT$/,
        },
        body: { subject: { reference: `Patient/${setup.alice}` }, meta: { author: undefined, project: undefined } },
      }),
    ),
    when(
      'AP14',
      'an Observation of nobody is created',
      (setup) => asDevice(setup, 'POST', 'Observation', observation()),
      forbidden,
    ),
    when(
      'AP15',
      'an Observation outside of the criteria is created',
      (setup) => asDevice(setup, 'POST', 'Observation', observation(setup.bob)),
      forbidden,
    ),
    when(
      'AP16',
      'an Observation is moved out of the criteria',
      (setup) =>
        inside(setup, (path, resource) =>
          asDevice(setup, 'PUT', path, { ...resource, subject: { reference: `Patient/${setup.bob}` } }),
        ),
      forbidden,
    ),
    when(
      'AP17',
      'an Observation is deleted without that interaction',
      (setup) => inside(setup, (path) => asDevice(setup, 'DELETE', path)),
      forbidden,
    ),
    when(
      'AP18',
      'the history of an Observation is read',
      (setup) => inside(setup, (path) => asDevice(setup, 'GET', `${path}/_history`)),
      {
        status: 200,
        body: { type: 'history', entry: [{ response: { status: '200' } }] },
      },
    ),
    when(
      'AP19',
      'an Observation outside of the criteria is read',
      (setup) => outside(setup, (id) => asDevice(setup, 'GET', `Observation/${id}`)),
      notFound,
    ),
    when(
      'AP20',
      'an Observation outside of the criteria is updated',
      (setup) =>
        outside(setup, (id, resource) =>
          asDevice(setup, 'PUT', `Observation/${id}`, { ...resource, status: 'amended' }),
        ),
      notFound,
    ),
    when(
      'AP21',
      'the history of an Observation outside of the criteria is read',
      (setup) => outside(setup, (id) => asDevice(setup, 'GET', `Observation/${id}/_history`)),
      notFound,
    ),
    when(
      'AP22',
      'everything of a Patient is read',
      (setup) => asDevice(setup, 'GET', `Patient/${setup.alice}/$everything`),
      {
        status: 200,
        body: { type: 'searchset' },
      },
    ),
    when(
      'AP23',
      'a search would include a type that is not in the policy',
      (setup) => asDevice(setup, 'GET', 'Observation?_include=Observation:performer&_count=1'),
      { status: 200, body: { type: 'searchset' } },
    ),
    when(
      'AP24',
      'GraphQL asks for a type that is not in the policy',
      (setup) =>
        asDevice(setup, 'POST', '$graphql', { query: '{ PatientList { id birthDate } PractitionerList { id } }' }),
      (setup) => ({
        status: 200,
        body: {
          errors: [{ message: 'Forbidden', path: ['PractitionerList'] }],
          data: { PatientList: [{ id: setup.alice, birthDate: null }], PractitionerList: null },
        },
      }),
    ),
  ],
};

/** Sends a new Task from `before` to `after`. */
async function moveTask(setup: Setup, before: string, after: string): Promise<Answer> {
  const task = await createAsOwner(setup, { resourceType: 'Task', status: before, intent: 'order' });
  return asDevice(setup, 'PUT', `Task/${String(task['id'])}`, { ...task, status: after });
}

async function changeDevice(setup: Setup, changes: object): Promise<Answer> {
  const { body } = await asDevice(setup, 'GET', `Device/${setup.device}`);
  return asDevice(setup, 'PUT', `Device/${setup.device}`, { ...(body as Json), ...changes });
}

async function asPaula(setup: Setup, method: string, path: string, body?: unknown): Promise<Answer> {
  return setup.fhir(method, path, bearer((await setup.signIn()).access_token), body);
}

async function asPat(setup: Setup, method: string, path: string, body?: unknown): Promise<Answer> {
  return setup.fhir(method, path, bearer((await setup.signIn({ email: setup.patient.email })).access_token), body);
}

/** A practitioner, who does not see phone numbers, sends back what they saw with another birth date. */
async function changeBirthDate(setup: Setup): Promise<Answer> {
  const telecom = [{ system: 'phone', value: '555' }];
  const { id } = await createAsOwner(setup, { resourceType: 'Patient', birthDate: '1980-01-01', telecom });
  const { body } = await asPaula(setup, 'GET', `Patient/${String(id)}`);
  return asPaula(setup, 'PUT', `Patient/${String(id)}`, {
    ...(body as Json),
    birthDate: '2001-01-01',
    gender: 'other',
  });
}

export const fields: Group = {
  title: 'AccessPolicy: which fields, values and types',
  cases: [
    when('AF01', 'a Device is updated', (setup) => changeDevice(setup, { lotNumber: 'L1' }), {
      status: 200,
      body: { lotNumber: 'L1' },
    }),
    when(
      'AF02',
      'a readonly field is changed',
      (setup) => changeDevice(setup, { identifier: [{ system: 'urn:device', value: 'other' }] }),
      (setup) => ({ status: 200, body: { identifier: [{ value: `D-${setup.run}` }] } }),
    ),
    when('AF03', 'a Task is completed', (setup) => moveTask(setup, 'requested', 'completed'), {
      status: 200,
      body: { status: 'completed' },
    }),
    when(
      'AF04',
      'a completed Task is opened again, against the constraint',
      (setup) => moveTask(setup, 'completed', 'requested'),
      forbidden,
    ),
    when(
      'AF05',
      'a hidden field would be read',
      (setup) => asPaula(setup, 'GET', `Patient/${setup.alice}`),
      (setup) => ({
        status: 200,
        body: { id: setup.alice, telecom: undefined, name: [{ family: 'Device' }] },
      }),
    ),
    when('AF06', 'a readonly birth date is changed', changeBirthDate, {
      status: 200,
      body: { birthDate: '1980-01-01', gender: 'other', telecom: undefined },
    }),
    when(
      'AF07',
      'a hidden field survives an update',
      async (setup) => asOwner(setup, 'GET', `Patient/${textMember(await changeBirthDate(setup), 'id')}`),
      { status: 200, body: { telecom: [{ value: '555' }], birthDate: '1980-01-01', gender: 'other' } },
    ),
    when('AF08', 'a patient reads themselves', (setup) => asPat(setup, 'GET', setup.patient.profile), {
      status: 200,
      body: { name: [{ family: 'Patient' }] },
    }),
    when('AF09', 'a patient reads someone else', (setup) => asPat(setup, 'GET', `Patient/${setup.alice}`), notFound),
    when(
      'AF10',
      'a patient writes what they may read',
      (setup) => asPat(setup, 'POST', 'Observation', observation(setup.patient.profile.replace('Patient/', ''))),
      forbidden,
    ),
    when(
      'AF11',
      'a device reads its own client',
      (setup) => asDevice(setup, 'GET', `ClientApplication/${setup.clients.device.id}`),
      forbidden,
    ),
    when(
      'AF12',
      'a device reads its Project',
      (setup) => asDevice(setup, 'GET', `Project/${setup.projectId}`),
      forbidden,
    ),
    when('AF13', 'a device searches Logins', (setup) => asDevice(setup, 'GET', 'Login'), forbidden),
    when('AF14', 'a device searches Users', (setup) => asDevice(setup, 'GET', 'User'), forbidden),
    when(
      'AF15',
      'a device asks the administration',
      async (setup) => setup.get(`admin/projects/${setup.projectId}`, bearer(await setup.clientToken('device'))),
      forbidden,
    ),
    when(
      'AF16',
      'a client without a policy reads its Project',
      (setup) => asConfidential(setup, 'GET', `Project/${setup.projectId}`),
      forbidden,
    ),
    when(
      'AF17',
      'a client without a policy creates a client',
      (setup) => asConfidential(setup, 'POST', 'ClientApplication', { resourceType: 'ClientApplication', name: 'x' }),
      {
        status: 201,
        body: { name: 'x', secret: undefined },
      },
    ),
    when(
      'AF18',
      'a client without a policy reads a policy',
      (setup) => asConfidential(setup, 'GET', `AccessPolicy/${setup.policies.device}`),
      { status: 200 },
    ),
    when(
      'AF19',
      'a client without a policy reads a membership',
      (setup) => asConfidential(setup, 'GET', `ProjectMembership/${setup.clients.device.membershipId}`),
      forbidden,
    ),
    when(
      'AF20',
      'a client without a policy writes a policy',
      async (setup) => {
        const policy = await createAsOwner(setup, { resourceType: 'AccessPolicy', name: 'To be renamed' });
        return asConfidential(setup, 'PUT', `AccessPolicy/${String(policy['id'])}`, { ...policy, name: 'Renamed' });
      },
      { status: 200, body: { name: 'Renamed' } },
    ),
    when('AF21', 'an owner searches Users', (setup) => asOwner(setup, 'GET', 'User?_count=2'), {
      status: 200,
      body: { type: 'searchset' },
    }),
  ],
};

async function asConfidential(setup: Setup, method: string, path: string, body?: unknown): Promise<Answer> {
  return setup.fhir(method, path, bearer(await setup.clientToken('confidential')), body);
}
