import type { Answer } from '#contract/answer.ts';
import { allOk, type Expected, type Group, refuses, when } from '#contract/case.ts';
import { bearer, type Fields } from '#contract/http-client.ts';
import type { Setup } from '#contract/setup/setup.ts';
import { asConfidential as fhir } from './as-confidential.ts';
import { observation } from './observation.ts';

const nobody = '00000000-0000-4000-8000-000000000000';
const create = (setup: Setup, changes: object): Promise<Answer> =>
  fhir(setup, 'POST', 'Patient', { resourceType: 'Patient', ...changes });

/** Posts a body as it is to Patients. */
async function post(setup: Setup, body: string, type = 'application/json', path = 'Patient'): Promise<Answer> {
  const headers = { ...bearer(await setup.clientToken('confidential')), 'content-type': type };
  return setup.send('POST', `fhir/R4/${path}`, headers, body);
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
      (setup) => fhir(setup, 'POST', 'Observation', { resourceType: 'Observation' }),
      {
        ...refuses(400, 'structure: Missing required property; structure: Missing required property'),
        body: { issue: [{ expression: ['Observation.status'] }, { expression: ['Observation.code'] }] },
      },
    ),
    when('VA02', 'a property is unknown', (setup) => create(setup, { foo: 1 }), extra),
    when(
      'VA03',
      'a list is a text',
      (setup) => create(setup, { name: 'Bob' }),
      refuses(400, /^structure: Expected array of values for property; structure: Invalid additional property "0"/),
    ),
    when('VA04', 'a code is not of its value set', (setup) => create(setup, { gender: 'xyz' }), {
      status: 201,
      body: { gender: 'xyz' },
    }),
    when(
      'VA05',
      'a date is none',
      (setup) => create(setup, { birthDate: '01/02/2000' }),
      refuses(400, 'structure: Invalid date format'),
    ),
    when(
      'VA06',
      'a constraint is not met',
      (setup) => fhir(setup, 'POST', 'Observation', { ...observation(setup.alice), dataAbsentReason: { text: 'x' } }),
      {
        status: 400,
        says: 'invariant: Constraint obs-6 not met: dataAbsentReason SHALL only be present if Observation.value[x] is not present',
      },
    ),
    when('VA07', 'a text is empty', (setup) => create(setup, { name: [{ family: '' }] }), {
      status: 201,
      members: 'resourceType id meta',
    }),
    when(
      'VA08',
      'a property is null',
      (setup) => create(setup, { name: null }),
      refuses(400, 'structure: Invalid null value'),
    ),
    when('VA09', 'a reference leads nowhere', (setup) => fhir(setup, 'POST', 'Observation', observation(nobody)), {
      status: 201,
    }),
    when('VA10', 'the type is missing', (setup) => fhir(setup, 'POST', 'Patient', {}), empty),
    when(
      'VA11',
      'the body is no JSON',
      (setup) => post(setup, '{"resourceType":'),
      refuses(400, 'invalid: Content could not be parsed'),
    ),
    when('VA12', 'the body is a list', (setup) => post(setup, '[]'), empty),
    when('VA13', 'the body is empty', (setup) => post(setup, ''), empty),
    when('VA14', 'the body is text', (setup) => post(setup, 'hi', 'text/plain'), empty),
    when('VA15', 'the body is over a megabyte', (setup) => post(setup, large()), tooLarge),
    when('VA16', 'a batch is over a megabyte', (setup) => post(setup, large(), 'application/json', ''), tooLarge),
    when(
      'VA17',
      '$validate gets a resource',
      (setup) => fhir(setup, 'POST', 'Patient/$validate', { resourceType: 'Patient' }),
      allOk,
    ),
    when(
      'VA18',
      '$validate gets none',
      (setup) => fhir(setup, 'POST', 'Patient/$validate', { resourceType: 'Patient', foo: 1 }),
      extra,
    ),
  ],
};

const origin: Fields = { origin: 'https://app.example' };
const preflight = (setup: Setup, path: string, headers: Fields = origin): Promise<Answer> =>
  setup.send('OPTIONS', path, { ...headers, 'access-control-request-method': 'POST' });
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
      (setup) =>
        preflight(setup, 'fhir/R4/Patient', { ...origin, 'access-control-request-headers': 'authorization,x-medplum' }),
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
      (setup) => preflight(setup, 'fhir/R4/Patient', {}),
      refuses(401, 'login: Unauthorized'),
    ),
    when('CO03', 'a webhook is about to be asked', (setup) => preflight(setup, 'webhook/x'), {
      ...refuses(200, 'POST'),
      headers: { 'access-control-allow-origin': undefined, allow: 'POST' },
    }),
    when('CO04', 'the health is about to be asked', (setup) => preflight(setup, 'healthcheck'), {
      ...refuses(200, 'GET, HEAD'),
      headers: { allow: 'GET, HEAD' },
    }),
    when('CO05', 'FHIR is asked', (setup) => fhir(setup, 'GET', 'Patient?_count=0', undefined, origin), {
      status: 200,
      headers: allowed,
    }),
    when('CO06', 'FHIR refuses', (setup) => setup.fhir('GET', 'Patient?_count=0', origin), {
      status: 401,
      headers: allowed,
    }),
  ],
};
