import type { Answer } from '#contract/answer.ts';
import { textMember } from '#contract/answer.ts';
import { type Expected, type Group, notFound, refuses, when } from '#contract/case.ts';
import { bearer } from '#contract/http-client.ts';
import { goodPassword } from '#contract/setup/people.ts';
import type { Setup } from '#contract/setup/setup.ts';
import { asConfidential } from './as-confidential.ts';

const nobody = '00000000-0000-4000-8000-000000000000';

const asOwner = (setup: Setup, method: string, path: string, body?: unknown): Promise<Answer> =>
  setup.fhir(method, path, bearer(setup.ownerToken), body);

const graphql = (query: string) => (setup: Setup) => asOwner(setup, 'POST', '$graphql', { query });
const gives = (data: object): Expected => ({ status: 200, body: { data } });

/** Reads what is not there, as a client whose policy has these criteria. */
async function readUnder(setup: Setup, criteria: string, method = 'GET'): Promise<Answer> {
  const policy = {
    resourceType: 'AccessPolicy',
    name: 'Broken',
    resource: [{ resourceType: 'Observation', criteria }],
  };
  const id = textMember(await asOwner(setup, 'POST', 'AccessPolicy', policy), 'id');
  const client = await setup.newClient({}, { accessPolicy: { reference: `AccessPolicy/${id}` } });
  const answer = await setup.token({
    grant_type: 'client_credentials',
    client_id: client.id,
    client_secret: client.secret,
  });
  const observation = { resourceType: 'Observation', status: 'final', code: { text: 'x' } };
  const path = method === 'GET' ? `Observation/${nobody}` : 'Observation';
  const headers = bearer(textMember(answer, 'access_token'));
  return setup.fhir(method, path, headers, method === 'GET' ? undefined : observation);
}

async function patchMeta(setup: Setup, operation: object): Promise<Answer> {
  const made = await asConfidential(setup, 'POST', 'Patient', { resourceType: 'Patient' });
  const headers = {
    ...bearer(await setup.clientToken('confidential')),
    'content-type': 'application/json-patch+json',
  };
  return setup.fhir('PATCH', `Patient/${textMember(made, 'id')}`, headers, [operation]);
}

/** What calls of the SDK come down to: those in which a double and the server had differed. */
export const sdkAnswers: Group = {
  title: 'What calls of the SDK are told',
  cases: [
    when('SK01', 'GraphQL finds none', graphql('{ PatientList(name: "zzzz") { id } }'), gives({ PatientList: [] })),
    when(
      'SK02',
      'GraphQL is asked for none',
      graphql('{ PatientList(_count: 0) { id } }'),
      gives({ PatientList: null }),
    ),
    when(
      'SK03',
      'GraphQL finds a page without matches',
      graphql('{ PatientConnection(name: "zzzz") { count edges { mode } } }'),
      gives({ PatientConnection: { count: 0, edges: [] } }),
    ),
    when(
      'SK04',
      'a resource of no type is made',
      (setup) => asOwner(setup, 'POST', 'Foo', { resourceType: 'Foo' }),
      refuses(400, 'invalid: Unknown data type: Foo'),
    ),
    when(
      'SK05',
      'a part of a resource is made',
      (setup) => asOwner(setup, 'POST', 'HumanName', { resourceType: 'HumanName' }),
      refuses(400, 'structure: Invalid resource type'),
    ),
    when(
      'SK06',
      'resources of no type are searched',
      (setup) => asOwner(setup, 'GET', '?_type='),
      refuses(400, 'structure: Resource type is null'),
    ),
    when(
      'SK07',
      'a type is searched, and another in _type',
      (setup) => asOwner(setup, 'GET', 'AccessPolicy?_type=Observation,Bot&_count=0'),
      { status: 200, body: { type: 'searchset', link: [{ url: /\/AccessPolicy\?_count=0&_type=Observation,Bot$/ }] } },
    ),
    when(
      'SK08',
      'code is deployed to a Bot that is not there',
      (setup) => asOwner(setup, 'POST', `Bot/${nobody}/$deploy`, {}),
      notFound,
    ),
    when(
      'SK09',
      'a policy reads by a parameter that is none',
      (setup) => readUnder(setup, 'Observation?foo=bar'),
      refuses(400, 'invalid: Unknown search parameter: foo'),
    ),
    when(
      'SK10',
      'a policy reads by a date that is none',
      (setup) => readUnder(setup, 'Observation?date=abc'),
      refuses(400, 'invalid: Invalid format for date search parameter: abc'),
    ),
    when(
      'SK11',
      'a policy writes by a date that is none',
      (setup) => readUnder(setup, 'Observation?date=abc', 'POST'),
      refuses(400, 'invalid: Invalid format for date search parameter: abc'),
    ),
    when(
      'SK12',
      'a patch tests the project',
      (setup) => patchMeta(setup, { op: 'test', path: '/meta/project', value: setup.projectId }),
      { status: 200 },
    ),
    when(
      'SK13',
      'a patch names another author',
      (setup) => patchMeta(setup, { op: 'replace', path: '/meta/author', value: { reference: 'Practitioner/x' } }),
      { status: 200 },
    ),
    when(
      'SK14',
      'an invitation says next to nothing',
      (setup) =>
        setup.postJson(
          `admin/projects/${setup.projectId}/invite`,
          { resourceType: 'Patient' },
          bearer(setup.ownerToken),
        ),
      {
        status: 400,
        body: {
          issue: ['First name is required', 'Last name is required', 'Either email or externalId is required'].map(
            (text) => ({ details: { text } }),
          ),
        },
      },
    ),
    when(
      'SK15',
      'bytes are stored by the SDK',
      async (setup) => {
        const headers = { ...bearer(await setup.clientToken('confidential')), 'x-medplum': 'extended' };
        return setup.fhir('POST', 'Binary', headers, {
          resourceType: 'Binary',
          contentType: 'text/plain',
          data: 'YQ==',
        });
      },
      { status: 201, body: { url: /\/storage\/[^?]+\?Expires=\d+&Project=[0-9a-f-]{36}&Signature=/ } },
    ),
    when(
      'SK16',
      'someone signs in who has two memberships',
      (setup) => setup.login({ email: setup.twice.email, password: goodPassword }),
      (setup) => {
        const project = { reference: `Project/${setup.projectId}`, display: /./ };
        return { status: 200, body: { memberships: [{ project }, { project }] } };
      },
    ),
    when('SK17', 'the server says what it does', (setup) => setup.get('fhir/R4/metadata'), {
      status: 200,
      body: {
        contact: [{ telecom: [{ value: 'https://www.medplum.com' }] }],
        rest: [{ searchParam: [{ name: '_sort' }, { name: '_total' }, { name: '_count' }, {}, {}] }],
      },
    }),
  ],
};
