import type { Answer } from '#contract/answer.ts';
import { allOk, type Expected, type Group, refuses, when } from '#contract/case.ts';
import { bearer, type Fields } from '#contract/http-client.ts';
import type { World } from '#contract/world/world.ts';
import { asConfidential as fhir } from './as-confidential.ts';
import { observation } from './observation.ts';

const nobody = '00000000-0000-4000-8000-000000000000';
const create = (w: World, changes: object): Promise<Answer> =>
  fhir(w, 'POST', 'Patient', { resourceType: 'Patient', ...changes });

/** Posts a body as it is to Patients. */
async function post(w: World, body: string, type = 'application/json', path = 'Patient'): Promise<Answer> {
  const headers = { ...bearer(await w.clientToken('confidential')), 'content-type': type };
  return w.send('POST', `fhir/R4/${path}`, headers, body);
}

const empty = refuses(400, 'invalid: Incorrect resource type: expected Patient, but found <EMPTY>');
const extra: Expected = {
  ...refuses(400, 'structure: Invalid additional property "foo"'),
  body: { issue: [{ expression: ['Patient.foo'] }] },
};
const large = (): string => JSON.stringify({ resourceType: 'Patient', name: [{ family: 'x'.repeat(1_100_000) }] });
const tooLarge = refuses(413, 'too-long: Request body too large');

export const validation: Group = {
  title: 'What is no resource',
  cases: [
    when(
      'VA01',
      'required properties are missing',
      (w) => fhir(w, 'POST', 'Observation', { resourceType: 'Observation' }),
      {
        ...refuses(400, 'structure: Missing required property; structure: Missing required property'),
        body: { issue: [{ expression: ['Observation.status'] }, { expression: ['Observation.code'] }] },
      },
    ),
    when('VA02', 'a property is unknown', (w) => create(w, { foo: 1 }), extra),
    when(
      'VA03',
      'a list is a text',
      (w) => create(w, { name: 'Bob' }),
      refuses(400, /^structure: Expected array of values for property; structure: Invalid additional property "0"/),
    ),
    when('VA04', 'a code is not of its value set', (w) => create(w, { gender: 'xyz' }), {
      status: 201,
      body: { gender: 'xyz' },
    }),
    when(
      'VA05',
      'a date is none',
      (w) => create(w, { birthDate: '01/02/2000' }),
      refuses(400, 'structure: Invalid date format'),
    ),
    when(
      'VA06',
      'a constraint is not met',
      (w) => fhir(w, 'POST', 'Observation', { ...observation(w.alice), dataAbsentReason: { text: 'x' } }),
      {
        status: 400,
        says: 'invariant: Constraint obs-6 not met: dataAbsentReason SHALL only be present if Observation.value[x] is not present',
      },
    ),
    when('VA07', 'a text is empty', (w) => create(w, { name: [{ family: '' }] }), {
      status: 201,
      members: 'resourceType id meta',
    }),
    when('VA08', 'a property is null', (w) => create(w, { name: null }), refuses(400, 'structure: Invalid null value')),
    when('VA09', 'a reference leads nowhere', (w) => fhir(w, 'POST', 'Observation', observation(nobody)), {
      status: 201,
    }),
    when('VA10', 'the type is missing', (w) => fhir(w, 'POST', 'Patient', {}), empty),
    when(
      'VA11',
      'the body is no JSON',
      (w) => post(w, '{"resourceType":'),
      refuses(400, 'invalid: Content could not be parsed'),
    ),
    when('VA12', 'the body is a list', (w) => post(w, '[]'), empty),
    when('VA13', 'the body is empty', (w) => post(w, ''), empty),
    when('VA14', 'the body is text', (w) => post(w, 'hi', 'text/plain'), empty),
    when('VA15', 'the body is over a megabyte', (w) => post(w, large()), tooLarge),
    when('VA16', 'a batch is over a megabyte', (w) => post(w, large(), 'application/json', ''), tooLarge),
    when(
      'VA17',
      '$validate gets a resource',
      (w) => fhir(w, 'POST', 'Patient/$validate', { resourceType: 'Patient' }),
      allOk,
    ),
    when(
      'VA18',
      '$validate gets none',
      (w) => fhir(w, 'POST', 'Patient/$validate', { resourceType: 'Patient', foo: 1 }),
      extra,
    ),
  ],
};

const origin: Fields = { origin: 'https://app.example' };
const preflight = (w: World, path: string, headers: Fields = origin): Promise<Answer> =>
  w.send('OPTIONS', path, { ...headers, 'access-control-request-method': 'POST' });
const allowed = {
  'access-control-allow-origin': 'https://app.example',
  'access-control-allow-credentials': 'true',
  'access-control-expose-headers': 'Content-Location,ETag,Last-Modified,Location,RateLimit',
};

export const crossOrigin: Group = {
  title: 'Browsers of other origins (Fetch standard, CORS)',
  cases: [
    when(
      'CO01',
      'FHIR is about to be asked',
      (w) =>
        preflight(w, 'fhir/R4/Patient', { ...origin, 'access-control-request-headers': 'authorization,x-medplum' }),
      {
        status: 204,
        headers: {
          ...allowed,
          'access-control-allow-methods': 'GET,HEAD,PUT,PATCH,POST,DELETE',
          'access-control-allow-headers': 'authorization,x-medplum',
          'access-control-max-age': '600',
        },
      },
    ),
    when(
      'CO02',
      'FHIR gets OPTIONS of no browser',
      (w) => preflight(w, 'fhir/R4/Patient', {}),
      refuses(401, 'login: Unauthorized'),
    ),
    when('CO03', 'a webhook is about to be asked', (w) => preflight(w, 'webhook/x'), {
      ...refuses(200, 'POST'),
      headers: { 'access-control-allow-origin': undefined, allow: 'POST' },
    }),
    when('CO04', 'the health is about to be asked', (w) => preflight(w, 'healthcheck'), {
      ...refuses(200, 'GET, HEAD'),
      headers: { allow: 'GET, HEAD' },
    }),
    when('CO05', 'FHIR is asked', (w) => fhir(w, 'GET', 'Patient?_count=0', undefined, origin), {
      status: 200,
      headers: allowed,
    }),
    when('CO06', 'FHIR refuses', (w) => w.fhir('GET', 'Patient?_count=0', origin), { status: 401, headers: allowed }),
  ],
};
