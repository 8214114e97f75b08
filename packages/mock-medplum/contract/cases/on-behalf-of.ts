import { type Answer, textMember } from '#contract/answer.ts';
import { type Expected, forbiddenOnBehalf, gone, type Group, notFound, refuses, when } from '#contract/case.ts';
import { basic, bearer, type Fields } from '#contract/http-client.ts';
import type { ClientName } from '#contract/setup/client-kinds.ts';
import { sendInvitation } from '#contract/setup/people.ts';
import type { Setup } from '#contract/setup/setup.ts';
import { observation } from './observation.ts';

const nobody = '00000000-0000-4000-8000-000000000000';
const extended = { 'x-medplum': 'extended' };

const forWhom = (reference: string): Fields => ({ 'x-medplum-on-behalf-of': reference });

/** Creates an Observation of Alice on behalf of someone, as a client. */
async function createFor(
  setup: Setup,
  reference: string,
  more: Fields = {},
  name: ClientName = 'admin',
): Promise<Answer> {
  const headers = { ...bearer(await setup.clientToken(name)), ...forWhom(reference), ...more };
  return setup.fhir('POST', 'Observation', headers, observation(setup.alice));
}

async function readFor(
  setup: Setup,
  reference: string,
  name: ClientName = 'admin',
  path = 'Patient?_count=1',
): Promise<Answer> {
  return setup.fhir('GET', path, { ...bearer(await setup.clientToken(name)), ...forWhom(reference) });
}

/** Created by the admin client for someone, with all that the server knows of it. */
const madeFor =
  (reference: string) =>
  (setup: Setup): Expected => ({
    status: 201,
    body: {
      meta: {
        author: { reference: `ClientApplication/${setup.clients.admin.id}` },
        onBehalfOf: { reference },
        project: setup.projectId,
        compartment: [{ reference: `Project/${setup.projectId}` }, { reference: `Patient/${setup.alice}` }],
      },
    },
  });

const forPaula = (setup: Setup): Expected => madeFor(setup.practitioner.profile)(setup);

/** Reads for the practitioner, as an administrator's client whose own policy grants this. */
async function readUnder(setup: Setup, resource: readonly object[]): Promise<Answer> {
  const policy = { resourceType: 'AccessPolicy', name: 'Acts for others', resource };
  const made = await setup.fhir('POST', 'AccessPolicy', bearer(setup.ownerToken), policy);
  const accessPolicy = { reference: `AccessPolicy/${textMember(made, 'id')}` };
  const { id, secret } = await setup.newClient({}, { admin: true, accessPolicy });
  const headers = { ...basic(id, secret), ...forWhom(`ProjectMembership/${setup.practitioner.membershipId}`) };
  return setup.fhir('GET', `Patient/${setup.alice}`, headers);
}

async function createThenRead(setup: Setup, more: Fields): Promise<Answer> {
  const created = await createFor(setup, setup.practitioner.profile);
  const headers = { ...bearer(await setup.clientToken('admin')), ...more };
  return setup.fhir('GET', `Observation/${textMember(created, 'id')}`, headers);
}

async function claimAuthor(setup: Setup, name: ClientName): Promise<Answer> {
  const author = { reference: setup.practitioner.profile };
  const headers = { ...bearer(await setup.clientToken(name)), ...extended };
  return setup.fhir('POST', 'Observation', headers, {
    ...observation(setup.alice),
    meta: { author, onBehalfOf: author },
  });
}

/** Acts for somebody whose membership has been ended. */
async function readForInactive(setup: Setup): Promise<Answer> {
  const email = `inactive-${crypto.randomUUID()}@example.com`;
  const person = { resourceType: 'Practitioner', firstName: 'In', lastName: 'Active', email };
  const made = await sendInvitation(setup, setup.projectId, setup.ownerToken, person);
  const reference = `ProjectMembership/${textMember(made, 'id')}`;
  await setup.change(reference, { active: false });
  return readFor(setup, reference);
}

const authorIs =
  (name: ClientName) =>
  (setup: Setup): Expected => ({
    status: 201,
    body: { meta: { author: { reference: `ClientApplication/${setup.clients[name].id}` }, onBehalfOf: undefined } },
  });

export const onBehalfOf: Group = {
  title: 'On behalf of someone else',
  cases: [
    when(
      'OB01',
      'an admin client creates',
      (setup) => createFor(setup, setup.practitioner.profile),
      (setup) => ({
        status: 201,
        body: {
          meta: { onBehalfOf: { reference: setup.practitioner.profile }, author: undefined, project: undefined },
        },
      }),
    ),
    when(
      'OB02',
      'an admin client creates and asks for more',
      (setup) => createFor(setup, setup.practitioner.profile, extended),
      forPaula,
    ),
    when(
      'OB03',
      'an admin client names a membership',
      (setup) => createFor(setup, `ProjectMembership/${setup.practitioner.membershipId}`, extended),
      forPaula,
    ),
    when(
      'OB04',
      'what was created is read, and more is asked for',
      (setup) => createThenRead(setup, extended),
      (setup) => ({
        ...forPaula(setup),
        status: 200,
      }),
    ),
    when(
      'OB05',
      'what was created is read',
      (setup) => createThenRead(setup, {}),
      (setup) => ({
        status: 200,
        body: { meta: { onBehalfOf: { reference: setup.practitioner.profile }, author: undefined } },
      }),
    ),
    when(
      'OB06',
      'an admin client searches for a patient',
      (setup) => readFor(setup, setup.patient.profile, 'admin', 'Patient?_total=accurate'),
      (setup) => ({
        status: 200,
        body: { total: 1, entry: [{ resource: { id: setup.patient.profile.replace('Patient/', '') } }] },
      }),
    ),
    when(
      'OB07',
      'an admin client reads for someone who does not see a field',
      (setup) => readFor(setup, setup.practitioner.profile, 'admin', `Patient/${setup.alice}`),
      {
        status: 200,
        body: { telecom: undefined, birthDate: '1980-01-01' },
      },
    ),
    when(
      'OB08',
      'an admin client creates for a client',
      (setup) => createFor(setup, `ClientApplication/${setup.clients.device.id}`, extended),
      (setup) => madeFor(`ClientApplication/${setup.clients.device.id}`)(setup),
    ),
    when('OB09', 'the profile is unknown', (setup) => readFor(setup, `Practitioner/${nobody}`), forbiddenOnBehalf),
    when('OB10', 'the membership is unknown', (setup) => readFor(setup, `ProjectMembership/${nobody}`), {
      ...refuses(400, 'invalid: Authentication error'),
      body: { issue: [{ diagnostics: 'OperationOutcomeError: Not found' }] },
    }),
    when('OB11', 'it is no reference', (setup) => readFor(setup, 'nonsense'), forbiddenOnBehalf),
    when('OB12', 'it is half a reference', (setup) => readFor(setup, 'Patient/'), forbiddenOnBehalf),
    when('OB13', 'the header is empty', (setup) => readFor(setup, ''), { status: 200 }),
    when(
      'OB14',
      'a client is no admin',
      (setup) => readFor(setup, setup.practitioner.profile, 'confidential'),
      forbiddenOnBehalf,
    ),
    when(
      'OB15',
      'a device is no admin',
      (setup) => readFor(setup, setup.practitioner.profile, 'device'),
      forbiddenOnBehalf,
    ),
    when(
      'OB16',
      'an admin user creates',
      (setup) => {
        const headers = { ...bearer(setup.ownerToken), ...forWhom(setup.practitioner.profile), ...extended };
        return setup.fhir('POST', 'Observation', headers, observation(setup.alice));
      },
      (setup) => ({
        status: 201,
        body: {
          meta: { author: { reference: setup.owner.profile }, onBehalfOf: { reference: setup.practitioner.profile } },
        },
      }),
    ),
    when(
      'OB17',
      'an admin client creates with its secret',
      (setup) => {
        const { id, secret } = setup.clients.admin;
        const headers = { ...basic(id, secret), ...forWhom(setup.practitioner.profile), ...extended };
        return setup.fhir('POST', 'Observation', headers, observation(setup.alice));
      },
      forPaula,
    ),
    when(
      'OB18',
      'an admin client asks who it is',
      async (setup) =>
        setup.get('auth/me', { ...bearer(await setup.clientToken('admin')), ...forWhom(setup.practitioner.profile) }),
      (setup) => ({
        status: 200,
        body: {
          membership: { id: setup.clients.admin.membershipId, admin: true },
          profile: { id: setup.clients.admin.id },
          accessPolicy: { basedOn: [{ reference: `AccessPolicy/${setup.policies.practitioner}` }] },
        },
      }),
    ),
    when(
      'OB19',
      'a client claims another author',
      (setup) => claimAuthor(setup, 'confidential'),
      authorIs('confidential'),
    ),
    when(
      'OB21',
      'the membership is not active',
      readForInactive,
      { status: 200, body: { type: 'searchset' } },
      { row: 'An administrator acts for a member who is not active', expect: forbiddenOnBehalf },
    ),
    when('OB20', 'an admin client claims another author', (setup) => claimAuthor(setup, 'admin'), authorIs('admin')),
    when(
      'OB22',
      'the policy of an admin client does not let it read the profile',
      (setup) => readUnder(setup, [{ resourceType: 'Patient' }]),
      forbiddenOnBehalf,
    ),
    when(
      'OB23',
      'the policy of an admin client lets it read the profile alone',
      (setup) => readUnder(setup, [{ resourceType: 'Practitioner', readonly: true }]),
      { status: 200, body: { resourceType: 'Patient', telecom: undefined } },
    ),
    when(
      'OB24',
      'the criteria of its policy leave the profile out',
      (setup) => readUnder(setup, [{ resourceType: 'Practitioner', criteria: 'Practitioner?active=false' }]),
      { ...refuses(400, 'invalid: Authentication error'), body: { issue: [{ diagnostics: /Not found/ }] } },
    ),
  ],
};

/** Creates, amends and deletes an Observation, then reads below it. */
async function afterDeletion(setup: Setup, suffix: string): Promise<Answer> {
  const headers = bearer(await setup.clientToken('confidential'));
  const created = await setup.fhir('POST', 'Observation', headers, observation(setup.alice));
  const path = `Observation/${textMember(created, 'id')}`;
  await setup.fhir('PUT', path, headers, { ...(created.body as object), status: 'amended' });
  await setup.fhir('DELETE', path, headers);
  return setup.fhir('GET', `${path}${suffix}`, { ...headers, ...extended });
}

/**
 * Deletes until what was deleted is not found: right after the deletion Medplum's cache may still have it, about once in
 * sixty times.
 */
async function readDeleted(setup: Setup, tries = 5): Promise<Answer> {
  const answer = await afterDeletion(setup, '');
  return answer.status === 200 && tries > 1 ? readDeleted(setup, tries - 1) : answer;
}

async function asConfidential(setup: Setup, path: string): Promise<Answer> {
  return setup.fhir('GET', path, bearer(await setup.clientToken('confidential')));
}

const allVersions: Expected = { status: 200, body: { total: 3, entry: [{}, {}, {}] } };

export const history: Group = {
  title: 'History',
  cases: [
    when(
      'HI01',
      'the history of what was deleted is read',
      (setup) => afterDeletion(setup, '/_history'),
      (setup) => {
        const meta = { author: { reference: `ClientApplication/${setup.clients.confidential.id}` } };
        return {
          status: 200,
          body: {
            type: 'history',
            total: 3,
            entry: [
              { request: { method: 'DELETE' }, response: { status: '410' } },
              { response: { status: '200' }, resource: { status: 'amended', meta } },
              { response: { status: '200' }, resource: { status: 'final', meta } },
            ],
          },
        };
      },
    ),
    when('HI02', 'what was deleted is read', (setup) => readDeleted(setup), gone),
    when('HI03', 'an unknown version is read', (setup) => afterDeletion(setup, `/_history/${nobody}`), notFound),
    when(
      'HI04',
      'the history of a type is read',
      (setup) => asConfidential(setup, 'Observation/_history?_count=2'),
      notFound,
    ),
    when(
      'HI05',
      'the history of the server is read',
      (setup) => asConfidential(setup, '_history?_count=2'),
      refuses(400, 'structure: Unknown resource type'),
    ),
    when('HI06', 'its page size is no number', (setup) => afterDeletion(setup, '/_history?_count=x'), allVersions),
    when('HI07', 'its page size is nothing', (setup) => afterDeletion(setup, '/_history?_count=0'), allVersions),
    when('HI08', 'it begins before the first', (setup) => afterDeletion(setup, '/_history?_offset=-1'), allVersions),
    when('HI09', 'a page of it is read', (setup) => afterDeletion(setup, '/_history?_count=1&_offset=1'), {
      status: 200,
      body: { total: 3, entry: [{ resource: { status: 'amended' } }] },
    }),
  ],
};
