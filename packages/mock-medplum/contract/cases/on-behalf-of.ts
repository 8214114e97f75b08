import { type Answer, textMember } from '#contract/answer.ts';
import { type Expected, forbiddenOnBehalf, gone, type Group, notFound, refuses, when } from '#contract/case.ts';
import { basic, bearer, type Fields } from '#contract/http-client.ts';
import type { ClientName } from '#contract/world/client-kinds.ts';
import type { World } from '#contract/world/world.ts';
import { observation } from './observation.ts';

const nobody = '00000000-0000-4000-8000-000000000000';
const extended = { 'x-medplum': 'extended' };

const forWhom = (reference: string): Fields => ({ 'x-medplum-on-behalf-of': reference });

/** Creates an Observation of Alice on behalf of someone, as a client. */
async function createFor(w: World, reference: string, more: Fields = {}, name: ClientName = 'admin'): Promise<Answer> {
  const headers = { ...bearer(await w.clientToken(name)), ...forWhom(reference), ...more };
  return w.fhir('POST', 'Observation', headers, observation(w.alice));
}

async function readFor(
  w: World,
  reference: string,
  name: ClientName = 'admin',
  path = 'Patient?_count=1',
): Promise<Answer> {
  return w.fhir('GET', path, { ...bearer(await w.clientToken(name)), ...forWhom(reference) });
}

/** Created by the admin client for someone, with all that the server knows of it. */
const madeFor =
  (reference: string) =>
  (w: World): Expected => ({
    status: 201,
    body: {
      meta: {
        author: { reference: `ClientApplication/${w.clients.admin.id}` },
        onBehalfOf: { reference },
        project: w.projectId,
        compartment: [{ reference: `Project/${w.projectId}` }, { reference: `Patient/${w.alice}` }],
      },
    },
  });

const forPaula = (w: World): Expected => madeFor(w.practitioner.profile)(w);

async function createThenRead(w: World, more: Fields): Promise<Answer> {
  const created = await createFor(w, w.practitioner.profile);
  const headers = { ...bearer(await w.clientToken('admin')), ...more };
  return w.fhir('GET', `Observation/${textMember(created, 'id')}`, headers);
}

async function claimAuthor(w: World, name: ClientName): Promise<Answer> {
  const author = { reference: w.practitioner.profile };
  const headers = { ...bearer(await w.clientToken(name)), ...extended };
  return w.fhir('POST', 'Observation', headers, { ...observation(w.alice), meta: { author, onBehalfOf: author } });
}

const authorIs =
  (name: ClientName) =>
  (w: World): Expected => ({
    status: 201,
    body: { meta: { author: { reference: `ClientApplication/${w.clients[name].id}` }, onBehalfOf: undefined } },
  });

export const onBehalfOf: Group = {
  title: 'On behalf of someone else',
  cases: [
    when(
      'OB01',
      'an admin client creates',
      (w) => createFor(w, w.practitioner.profile),
      (w) => ({
        status: 201,
        body: { meta: { onBehalfOf: { reference: w.practitioner.profile }, author: undefined, project: undefined } },
      }),
    ),
    when(
      'OB02',
      'an admin client creates and asks for more',
      (w) => createFor(w, w.practitioner.profile, extended),
      forPaula,
    ),
    when(
      'OB03',
      'an admin client names a membership',
      (w) => createFor(w, `ProjectMembership/${w.practitioner.membershipId}`, extended),
      forPaula,
    ),
    when(
      'OB04',
      'what was created is read, and more is asked for',
      (w) => createThenRead(w, extended),
      (w) => ({
        ...forPaula(w),
        status: 200,
      }),
    ),
    when(
      'OB05',
      'what was created is read',
      (w) => createThenRead(w, {}),
      (w) => ({
        status: 200,
        body: { meta: { onBehalfOf: { reference: w.practitioner.profile }, author: undefined } },
      }),
    ),
    when(
      'OB06',
      'an admin client searches for a patient',
      (w) => readFor(w, w.patient.profile, 'admin', 'Patient?_total=accurate'),
      (w) => ({
        status: 200,
        body: { total: 1, entry: [{ resource: { id: w.patient.profile.replace('Patient/', '') } }] },
      }),
    ),
    when(
      'OB07',
      'an admin client reads for someone who does not see a field',
      (w) => readFor(w, w.practitioner.profile, 'admin', `Patient/${w.alice}`),
      {
        status: 200,
        body: { telecom: undefined, birthDate: '1980-01-01' },
      },
    ),
    when(
      'OB08',
      'an admin client creates for a client',
      (w) => createFor(w, `ClientApplication/${w.clients.device.id}`, extended),
      (w) => madeFor(`ClientApplication/${w.clients.device.id}`)(w),
    ),
    when('OB09', 'the profile is unknown', (w) => readFor(w, `Practitioner/${nobody}`), forbiddenOnBehalf),
    when('OB10', 'the membership is unknown', (w) => readFor(w, `ProjectMembership/${nobody}`), {
      ...refuses(400, 'invalid: Authentication error'),
      body: { issue: [{ diagnostics: 'OperationOutcomeError: Not found' }] },
    }),
    when('OB11', 'it is no reference', (w) => readFor(w, 'nonsense'), forbiddenOnBehalf),
    when('OB12', 'it is half a reference', (w) => readFor(w, 'Patient/'), forbiddenOnBehalf),
    when('OB13', 'the header is empty', (w) => readFor(w, ''), { status: 200 }),
    when('OB14', 'a client is no admin', (w) => readFor(w, w.practitioner.profile, 'confidential'), forbiddenOnBehalf),
    when('OB15', 'a device is no admin', (w) => readFor(w, w.practitioner.profile, 'device'), forbiddenOnBehalf),
    when(
      'OB16',
      'an admin user creates',
      (w) => {
        const headers = { ...bearer(w.ownerToken), ...forWhom(w.practitioner.profile), ...extended };
        return w.fhir('POST', 'Observation', headers, observation(w.alice));
      },
      (w) => ({
        status: 201,
        body: { meta: { author: { reference: w.owner.profile }, onBehalfOf: { reference: w.practitioner.profile } } },
      }),
    ),
    when(
      'OB17',
      'an admin client creates with its secret',
      (w) => {
        const { id, secret } = w.clients.admin;
        const headers = { ...basic(id, secret), ...forWhom(w.practitioner.profile), ...extended };
        return w.fhir('POST', 'Observation', headers, observation(w.alice));
      },
      forPaula,
    ),
    when(
      'OB18',
      'an admin client asks who it is',
      async (w) => w.get('auth/me', { ...bearer(await w.clientToken('admin')), ...forWhom(w.practitioner.profile) }),
      (w) => ({
        status: 200,
        body: {
          membership: { id: w.clients.admin.membershipId, admin: true },
          profile: { id: w.clients.admin.id },
          accessPolicy: { basedOn: [{ reference: `AccessPolicy/${w.policies.practitioner}` }] },
        },
      }),
    ),
    when('OB19', 'a client claims another author', (w) => claimAuthor(w, 'confidential'), authorIs('confidential')),
    when('OB20', 'an admin client claims another author', (w) => claimAuthor(w, 'admin'), authorIs('admin')),
  ],
};

/** Creates, amends and deletes an Observation, then reads below it. */
async function afterDeletion(w: World, suffix: string): Promise<Answer> {
  const headers = bearer(await w.clientToken('confidential'));
  const created = await w.fhir('POST', 'Observation', headers, observation(w.alice));
  const path = `Observation/${textMember(created, 'id')}`;
  await w.fhir('PUT', path, headers, { ...(created.body as object), status: 'amended' });
  await w.fhir('DELETE', path, headers);
  return w.fhir('GET', `${path}${suffix}`, { ...headers, ...extended });
}

async function asConfidential(w: World, path: string): Promise<Answer> {
  return w.fhir('GET', path, bearer(await w.clientToken('confidential')));
}

export const history: Group = {
  title: 'History',
  cases: [
    when(
      'HI01',
      'the history of what was deleted is read',
      (w) => afterDeletion(w, '/_history'),
      (w) => {
        const meta = { author: { reference: `ClientApplication/${w.clients.confidential.id}` } };
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
    when('HI02', 'what was deleted is read', (w) => afterDeletion(w, ''), gone),
    when('HI03', 'an unknown version is read', (w) => afterDeletion(w, `/_history/${nobody}`), notFound),
    when('HI04', 'the history of a type is read', (w) => asConfidential(w, 'Observation/_history?_count=2'), notFound),
    when(
      'HI05',
      'the history of the server is read',
      (w) => asConfidential(w, '_history?_count=2'),
      refuses(400, 'structure: Unknown resource type'),
    ),
  ],
};
