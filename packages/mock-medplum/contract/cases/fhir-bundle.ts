import { type Answer, type Json, textMember } from '#contract/answer.ts';
import { type Expected, type Group, notFound, type Part, refuses, unauthorized, when } from '#contract/case.ts';
import { bearer, type Fields } from '#contract/http-client.ts';
import { oncePerSetup } from '#contract/setup/once-per-setup.ts';
import { registerProject, setFeatures } from '#contract/setup/register-project.ts';
import type { Setup } from '#contract/setup/setup.ts';
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

const send = (setup: Setup, body: unknown): Promise<Answer> => asConfidential(setup, 'POST', '', body);
async function sendAsDevice(setup: Setup, body: unknown, headers: Fields = {}): Promise<Answer> {
  return setup.fhir('POST', '', { ...bearer(await setup.clientToken('device')), ...headers }, body);
}

const answered = (type: string, ...statuses: readonly string[]): Expected => ({
  status: 200,
  body: { resourceType: 'Bundle', type, entry: statuses.map((status): Part => ({ response: { status } })) },
});

const halfForbidden = (setup: Setup, type: string): object =>
  bundle(type, post(observation(setup.alice)), post({ resourceType: 'Practitioner' }));

export const batch: Group = {
  title: 'Batch, and transaction without the feature',
  cases: [
    when(
      'BA01',
      'entries are of all kinds',
      (setup) => {
        const named = { ...post({ ...patient, name: [{ family: 'B' }] }), fullUrl: name };
        const about = post({ ...observation(), subject: { reference: name } });
        const others = [get(`Patient/${setup.alice}`), get(`Patient/${nobody}`), invalid, get('Patient?_count=1')];
        return send(setup, bundle('batch', named, about, ...others));
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
      (setup) => send(setup, bundle('transaction', post(patient), invalid)),
      answered('transaction-response', '201', '400'),
    ),
    when(
      'BA03',
      'a transaction has a forbidden entry',
      (setup) => sendAsDevice(setup, halfForbidden(setup, 'transaction')),
      answered('transaction-response', '201', '403'),
    ),
    when(
      'BA04',
      'a batch has a forbidden entry',
      (setup) => sendAsDevice(setup, halfForbidden(setup, 'batch')),
      answered('batch-response', '201', '403'),
    ),
    when(
      'BA05',
      'a transaction updates the same twice',
      (setup) => {
        const put: Entry = {
          request: { method: 'PUT', url: `Patient/${setup.bob}` },
          resource: { ...patient, id: setup.bob, active: true, gender: 'male', birthDate: '1970-01-01' },
        };
        return send(setup, bundle('transaction', put, put));
      },
      answered('transaction-response', '200', '200'),
    ),
    when(
      'BA06',
      'a transaction puts to a new id',
      (setup) => {
        return send(
          setup,
          bundle('transaction', { request: { method: 'PUT', url: `Patient/${nobody}` }, resource: patient }),
        );
      },
      answered('transaction-response', '400'),
    ),
    when(
      'BA07',
      'the Bundle is a collection',
      (setup) => send(setup, bundle('collection')),
      refuses(400, 'invalid: Unrecognized bundle type: collection'),
    ),
    when(
      'BA08',
      'entries are missing',
      (setup) => send(setup, { resourceType: 'Bundle', type: 'batch' }),
      refuses(400, 'invalid: Missing bundle entries'),
    ),
    when(
      'BA09',
      'there are no entries',
      (setup) => send(setup, bundle('batch')),
      refuses(400, 'invalid: Missing bundle entries'),
    ),
    when('BA10', 'it is no Bundle', (setup) => send(setup, patient), refuses(400, 'invalid: Not a bundle')),
    when('BA11', 'nobody sends it', (setup) => setup.fhir('POST', '', {}, bundle('batch')), unauthorized),
    when(
      'BA12',
      'an entry is created if none exists',
      async (setup) => {
        const value = crypto.randomUUID();
        const resource = { ...patient, identifier: [{ system: 'urn:b', value }] };
        const entry = post(resource, { ifNoneExist: `identifier=urn:b|${value}` });
        await send(setup, bundle('batch', entry));
        return send(setup, bundle('batch', entry));
      },
      answered('batch-response', '200'),
    ),
  ],
};

/** Token of the owner of another project, whose transactions are atomic. */
const atomicOwner = oncePerSetup(async (setup): Promise<string> => {
  const { projectId, ownerToken } = await registerProject(setup, `atomic-${setup.run}`);
  await setFeatures(setup, setup.superToken, projectId, { features: ['transaction-bundles', 'async-batch'] });
  return ownerToken;
});

async function transact(setup: Setup, ...entries: readonly Entry[]): Promise<Answer> {
  return setup.fhir('POST', '', bearer(await atomicOwner(setup)), bundle('transaction', ...entries));
}

/** Sends a transaction that fails after a Patient, and counts such Patients. */
async function left(setup: Setup, ...entries: readonly Entry[]): Promise<Answer> {
  const family = `Left${crypto.randomUUID().replaceAll('-', '')}`;
  await transact(setup, post({ ...patient, name: [{ family }] }), ...entries);
  return setup.fhir('GET', `Patient?family=${family}&_total=accurate`, bearer(await atomicOwner(setup)));
}

const noneLeft: Expected = { status: 200, body: { total: 0 } };

export const transaction: Group = {
  title: 'Transaction with the feature',
  cases: [
    when(
      'TX01',
      'all entries are right',
      (setup) => {
        const named = { ...post({ ...patient, name: [{ family: 'T' }] }), fullUrl: name };
        return transact(setup, named, post({ ...observation(), subject: { reference: name } }));
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
      (setup) => transact(setup, post(patient), invalid),
      refuses(400, 'structure: Missing required property; structure: Missing required property'),
    ),
    when('TX03', 'an entry is invalid, and what is left is counted', (setup) => left(setup, invalid), noneLeft),
    when(
      'TX04',
      'an entry is not found',
      (setup) => transact(setup, post(patient), get(`Patient/${nobody}`)),
      notFound,
    ),
    when(
      'TX05',
      'an entry is not found, and what is left is counted',
      (setup) => left(setup, get(`Patient/${nobody}`)),
      noneLeft,
    ),
    when(
      'TX06',
      'an entry is of an old version',
      async (setup) => {
        const made = await setup.fhir('POST', 'Patient', bearer(await atomicOwner(setup)), patient);
        const id = textMember(made, 'id');
        const request = { method: 'PUT', url: `Patient/${id}`, ifMatch: `W/"${nobody}"` };
        return transact(setup, post(patient), { request, resource: { ...patient, id } });
      },
      refuses(412, 'processing: Precondition Failed'),
    ),
    when(
      'TX07',
      'a batch is to be answered later',
      async (setup) => {
        const headers = { ...bearer(await atomicOwner(setup)), prefer: 'respond-async' };
        return setup.fhir('POST', '', headers, bundle('batch', get('Patient?_count=1')));
      },
      {
        status: 202,
        says: 'informational: Accepted',
        headers: { 'content-location': /fhir\/R4\/job\/[0-9a-f-]{36}\/status$/ },
      },
    ),
    when(
      'TX08',
      'a batch is to be answered later, in a project without that feature',
      (setup) => {
        const headers = { ...bearer(setup.ownerToken), prefer: 'respond-async' };
        return setup.fhir('POST', '', headers, bundle('batch', get('Patient?_count=1')));
      },
      refuses(400, 'invalid: Async Batch feature not available'),
    ),
  ],
};
