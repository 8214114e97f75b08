import { type Answer, type Json, textMember } from '#contract/answer.ts';
import { type Expected, type Group, notFound, type Part, refuses, unauthorized, when } from '#contract/case.ts';
import { bearer, type Fields } from '#contract/http-client.ts';
import { registerProject, setFeatures } from '#contract/world/register-project.ts';
import type { World } from '#contract/world/world.ts';
import { asConfidential } from './as-confidential.ts';
import { observation } from './observation.ts';

const nobody = '00000000-0000-4000-8000-000000000000';
const name = 'urn:uuid:11111111-1111-4111-8111-111111111111';

type Entry = Readonly<{ fullUrl?: string; request: object; resource?: object }>;

const bundle = (type: string, ...entry: readonly Entry[]): object => ({ resourceType: 'Bundle', type, entry });
const post = (resource: Json, more: object = {}): Entry => ({
  request: { method: 'POST', url: String(resource['resourceType']), ...more },
  resource,
});
const get = (url: string): Entry => ({ request: { method: 'GET', url } });
const patient = { resourceType: 'Patient' };
const invalid = post({ resourceType: 'Observation' });

const send = (w: World, body: unknown): Promise<Answer> => asConfidential(w, 'POST', '', body);
async function sendAsDevice(w: World, body: unknown, headers: Fields = {}): Promise<Answer> {
  return w.fhir('POST', '', { ...bearer(await w.clientToken('device')), ...headers }, body);
}

const answered = (type: string, ...statuses: readonly string[]): Expected => ({
  status: 200,
  body: { resourceType: 'Bundle', type, entry: statuses.map((status): Part => ({ response: { status } })) },
});

const halfForbidden = (w: World, type: string): object =>
  bundle(type, post(observation(w.alice)), post({ resourceType: 'Practitioner' }));

export const batch: Group = {
  title: 'Batch, and transaction without the feature',
  cases: [
    when(
      'BA01',
      'entries are of all kinds',
      (w) => {
        const named = { ...post({ ...patient, name: [{ family: 'B' }] }), fullUrl: name };
        const about = post({ ...observation(), subject: { reference: name } });
        const others = [get(`Patient/${w.alice}`), get(`Patient/${nobody}`), invalid, get('Patient?_count=1')];
        return send(w, bundle('batch', named, about, ...others));
      },
      {
        status: 200,
        body: {
          type: 'batch-response',
          entry: [
            { response: { status: '201', location: /^Patient\// }, resource: { name: [{ family: 'B' }] } },
            {
              response: { status: '201', location: /^Observation\// },
              resource: { subject: { reference: /^Patient\// } },
            },
            { response: { status: '200', location: /^Patient\// }, resource: { resourceType: 'Patient' } },
            { response: { status: '404' }, resource: undefined },
            { response: { status: '400', outcome: { issue: [{ code: 'structure' }, { code: 'structure' }] } } },
            { response: { status: '200' }, resource: { type: 'searchset' } },
          ],
        },
      },
    ),
    when(
      'BA02',
      'a transaction has an invalid entry',
      (w) => send(w, bundle('transaction', post(patient), invalid)),
      answered('transaction-response', '201', '400'),
    ),
    when(
      'BA03',
      'a transaction has a forbidden entry',
      (w) => sendAsDevice(w, halfForbidden(w, 'transaction')),
      answered('transaction-response', '201', '403'),
    ),
    when(
      'BA04',
      'a batch has a forbidden entry',
      (w) => sendAsDevice(w, halfForbidden(w, 'batch')),
      answered('batch-response', '201', '403'),
    ),
    when(
      'BA05',
      'a transaction updates the same twice',
      (w) => {
        const put: Entry = {
          request: { method: 'PUT', url: `Patient/${w.bob}` },
          resource: { ...patient, id: w.bob, active: true, gender: 'male', birthDate: '1970-01-01' },
        };
        return send(w, bundle('transaction', put, put));
      },
      answered('transaction-response', '200', '200'),
    ),
    when(
      'BA06',
      'a transaction puts to a new id',
      (w) => {
        return send(
          w,
          bundle('transaction', { request: { method: 'PUT', url: `Patient/${nobody}` }, resource: patient }),
        );
      },
      answered('transaction-response', '400'),
    ),
    when(
      'BA07',
      'the Bundle is a collection',
      (w) => send(w, bundle('collection')),
      refuses(400, 'invalid: Unrecognized bundle type: collection'),
    ),
    when(
      'BA08',
      'entries are missing',
      (w) => send(w, { resourceType: 'Bundle', type: 'batch' }),
      refuses(400, 'invalid: Missing bundle entries'),
    ),
    when(
      'BA09',
      'there are no entries',
      (w) => send(w, bundle('batch')),
      refuses(400, 'invalid: Missing bundle entries'),
    ),
    when('BA10', 'it is no Bundle', (w) => send(w, patient), refuses(400, 'invalid: Not a bundle')),
    when('BA11', 'nobody sends it', (w) => w.fhir('POST', '', {}, bundle('batch')), unauthorized),
    when(
      'BA12',
      'an entry is created if none exists',
      async (w) => {
        const value = crypto.randomUUID();
        const resource = { ...patient, identifier: [{ system: 'urn:b', value }] };
        const entry = post(resource, { ifNoneExist: `identifier=urn:b|${value}` });
        await send(w, bundle('batch', entry));
        return send(w, bundle('batch', entry));
      },
      answered('batch-response', '200'),
    ),
  ],
};

const atomicWorlds = new WeakMap<World, Promise<string>>();

/** Token of the owner of another project, whose transactions are atomic. */
function atomicOwner(w: World): Promise<string> {
  const known = atomicWorlds.get(w) ?? makeAtomicProject(w);
  atomicWorlds.set(w, known);
  return known;
}

async function makeAtomicProject(w: World): Promise<string> {
  const { projectId, ownerToken } = await registerProject(w, `atomic-${w.run}`);
  await setFeatures(w, w.superToken, projectId, { features: ['transaction-bundles', 'async-batch'] });
  return ownerToken;
}

async function transact(w: World, ...entries: readonly Entry[]): Promise<Answer> {
  return w.fhir('POST', '', bearer(await atomicOwner(w)), bundle('transaction', ...entries));
}

/** Sends a transaction that fails after a Patient, and counts such Patients. */
async function left(w: World, ...entries: readonly Entry[]): Promise<Answer> {
  const family = `Left${crypto.randomUUID().replaceAll('-', '')}`;
  await transact(w, post({ ...patient, name: [{ family }] }), ...entries);
  return w.fhir('GET', `Patient?family=${family}&_total=accurate`, bearer(await atomicOwner(w)));
}

const noneLeft: Expected = { status: 200, body: { total: 0 } };

export const transaction: Group = {
  title: 'Transaction with the feature',
  cases: [
    when(
      'TX01',
      'all entries are right',
      (w) => {
        const named = { ...post({ ...patient, name: [{ family: 'T' }] }), fullUrl: name };
        return transact(w, named, post({ ...observation(), subject: { reference: name } }));
      },
      {
        status: 200,
        body: {
          type: 'transaction-response',
          entry: [
            { response: { status: '201' } },
            { response: { status: '201' }, resource: { subject: { reference: /^Patient\// } } },
          ],
        },
      },
    ),
    when(
      'TX02',
      'an entry is invalid',
      (w) => transact(w, post(patient), invalid),
      refuses(400, 'structure: Missing required property; structure: Missing required property'),
    ),
    when('TX03', 'an entry is invalid, and what is left is counted', (w) => left(w, invalid), noneLeft),
    when('TX04', 'an entry is not found', (w) => transact(w, post(patient), get(`Patient/${nobody}`)), notFound),
    when(
      'TX05',
      'an entry is not found, and what is left is counted',
      (w) => left(w, get(`Patient/${nobody}`)),
      noneLeft,
    ),
    when(
      'TX06',
      'an entry is of an old version',
      async (w) => {
        const made = await w.fhir('POST', 'Patient', bearer(await atomicOwner(w)), patient);
        const id = textMember(made, 'id');
        const request = { method: 'PUT', url: `Patient/${id}`, ifMatch: `W/"${nobody}"` };
        return transact(w, post(patient), { request, resource: { ...patient, id } });
      },
      refuses(412, 'processing: Precondition Failed'),
    ),
    when(
      'TX07',
      'a batch is to be answered later',
      async (w) => {
        const headers = { ...bearer(await atomicOwner(w)), prefer: 'respond-async' };
        return w.fhir('POST', '', headers, bundle('batch', get('Patient?_count=1')));
      },
      {
        status: 202,
        says: 'informational: Accepted',
        headers: { 'content-location': /fhir\/R4\/job\/[0-9a-f-]{36}\/status$/ },
      },
    ),
  ],
};
