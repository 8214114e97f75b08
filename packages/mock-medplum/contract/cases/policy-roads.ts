import { type Answer, type Json, textMember } from '#contract/answer.ts';
import { allOk, type Expected, forbidden, type Group, notFound, refuses, when } from '#contract/case.ts';
import { bearer, type Fields } from '#contract/http-client.ts';
import { oncePerSetup } from '#contract/setup/once-per-setup.ts';
import type { Setup } from '#contract/setup/setup.ts';
import { clientCredentials } from '#contract/setup/steps.ts';
import { observation } from './observation.ts';

/** Policies by what they grant. */
const policies = {
  patients: [{ resourceType: 'Patient' }, { resourceType: 'Observation' }],
  observations: [{ resourceType: 'Observation' }],
  reading: [
    { resourceType: 'Patient', readonly: true },
    { resourceType: 'Observation', readonly: true },
  ],
  notSearching: [
    { resourceType: 'Patient', interaction: ['read', 'create', 'update'] },
    { resourceType: 'Observation', interaction: ['search'] },
  ],
  women: [
    { resourceType: 'Patient', readonly: true },
    { resourceType: 'Patient', criteria: 'Patient?gender=female' },
    { resourceType: 'Observation' },
  ],
  onlyWomen: [{ resourceType: 'Patient', criteria: 'Patient?gender=female' }, { resourceType: 'Observation' }],
  keepsStatus: [{ resourceType: 'Observation', readonlyFields: ['status'] }],
  unknown: [{ resourceType: 'Patient', criteria: 'Patient?nope=1' }],
} as const;

type PolicyName = keyof typeof policies;

/** Signs in a client with a policy, the same one each time. */
const as = oncePerSetup(async (setup, name: PolicyName): Promise<Fields> => {
  const policy = { resourceType: 'AccessPolicy', name, resource: policies[name] };
  const made = await setup.fhir('POST', 'AccessPolicy', bearer(setup.ownerToken), policy);
  const accessPolicy = { reference: `AccessPolicy/${textMember(made, 'id')}` };
  const client = await setup.newClient({}, { accessPolicy });
  return bearer(textMember(await setup.token(clientCredentials(client.id, client.secret)), 'access_token'));
});

const ask =
  (name: PolicyName, path: string, method = 'GET', body?: unknown) =>
  async (setup: Setup): Promise<Answer> =>
    setup.fhir(method, path.replaceAll('ALICE', setup.alice), await as(setup, name), body);

const query =
  (name: PolicyName, text: string) =>
  async (setup: Setup): Promise<Answer> =>
    setup.fhir('POST', '$graphql', await as(setup, name), { query: text.replaceAll('ALICE', setup.alice) });

async function newObservation(setup: Setup): Promise<string> {
  const made = await setup.fhir('POST', 'Observation', bearer(setup.ownerToken), observation(setup.alice));
  return `Observation/${textMember(made, 'id')}`;
}

async function removeTwice(setup: Setup): Promise<Answer> {
  const path = await newObservation(setup);
  await setup.fhir('DELETE', path, bearer(setup.ownerToken));
  return setup.fhir('DELETE', path, await as(setup, 'reading'));
}

async function changeMan(setup: Setup): Promise<Answer> {
  const bob = (await setup.fhir('GET', `Patient/${setup.bob}`, bearer(setup.ownerToken))).body as Json;
  return setup.fhir('PUT', `Patient/${setup.bob}`, await as(setup, 'women'), { ...bob, birthDate: '1971-01-01' });
}

/** Searches an Observation of a man by his gender. */
async function findMan(setup: Setup): Promise<Answer> {
  const made = await setup.fhir('POST', 'Observation', bearer(setup.ownerToken), observation(setup.bob));
  const query = `Observation?_id=${textMember(made, 'id')}&subject:Patient.gender=male`;
  return setup.fhir('GET', query, await as(setup, 'onlyWomen'));
}

const withoutPolicy = async (setup: Setup): Promise<Answer> => {
  const policy = await setup.fhir('POST', 'AccessPolicy', bearer(setup.ownerToken), {
    resourceType: 'AccessPolicy',
    name: 'To be deleted',
  });
  const reference = `AccessPolicy/${textMember(policy, 'id')}`;
  const client = await setup.newClient({}, { accessPolicy: { reference } });
  await setup.fhir('DELETE', reference, bearer(setup.ownerToken));
  return setup.token(clientCredentials(client.id, client.secret));
};

const found: Expected = { status: 200, body: { type: 'searchset' } };
const tooLong = refuses(400, 'invalid: Search chains longer than three links are not currently supported');
const forbiddenField = (path: readonly (string | number)[]): Expected => ({
  status: 200,
  body: { errors: [{ message: 'Forbidden', path }] },
});

export const policyRoads: Group = {
  title: 'AccessPolicy: every road to a type',
  cases: [
    when(
      'PO01',
      'a chain goes through a type of the policy',
      ask('patients', 'Observation?subject:Patient.gender=male'),
      found,
    ),
    when(
      'PO02',
      'a chain goes through another',
      ask('observations', 'Observation?subject:Patient.gender=male'),
      forbidden,
    ),
    when('PO03', 'a chain names no type', ask('observations', 'Observation?patient.gender=male'), forbidden),
    when('PO04', 'a chain ends in another', ask('patients', 'Observation?performer:Practitioner.name=x'), forbidden),
    when('PO05', 'its second link does', ask('patients', 'Observation?subject:Patient.organization.name=x'), forbidden),
    when(
      'PO06',
      'the type may be read and not searched',
      ask('notSearching', 'Observation?patient.gender=male'),
      forbidden,
    ),
    when('PO07', 'a chain asks for an id', ask('observations', 'Observation?subject:Patient._id=ALICE'), found),
    when(
      'PO08',
      'a filter has a chain',
      ask('observations', 'Observation?_filter=subject:Patient.gender%20eq%20male'),
      forbidden,
    ),
    when(
      'PO09',
      'a chain comes by POST',
      async (setup) => {
        const form = { ...(await as(setup, 'observations')), 'content-type': 'application/x-www-form-urlencoded' };
        return setup.send('POST', 'fhir/R4/Observation/_search', form, 'subject:Patient.gender=male');
      },
      forbidden,
    ),
    when(
      'PO10',
      'a batch has a chain',
      ask('observations', '', 'POST', {
        resourceType: 'Bundle',
        type: 'batch',
        entry: [{ request: { method: 'GET', url: 'Observation?subject:Patient.gender=male' } }],
      }),
      { status: 200, body: { entry: [{ response: { status: '403' } }] } },
    ),
    when(
      'PO11',
      'a reverse chain comes from another type',
      ask('patients', 'Patient?_has:Encounter:subject:status=finished'),
      forbidden,
    ),
    when(
      'PO12',
      'the second of a reverse chain does',
      ask('patients', 'Patient?_has:Observation:subject:encounter:Encounter.status=finished'),
      forbidden,
    ),
    when(
      'PO13',
      'another type is included that refers here',
      ask('patients', 'Patient?_revinclude=Encounter:subject'),
      forbidden,
    ),
    when(
      'PO14',
      'what another type refers to is included',
      ask('observations', 'Observation?_include=Observation:subject&_include:iterate=Patient:organization'),
      forbidden,
    ),
    when(
      'PO15',
      'an unknown type is included',
      ask('patients', 'Patient?_revinclude=Foo:subject'),
      refuses(400, 'structure: Unknown resource type'),
    ),
    when(
      'PO16',
      'everything of a Patient is read, which may not be searched',
      ask('notSearching', 'Patient/ALICE/$everything'),
      forbidden,
    ),
    when('PO17', 'two types are searched', ask('patients', '?_type=Patient,Practitioner'), forbidden),
    when(
      'PO18',
      'GraphQL lists another type',
      query('observations', '{ PatientList { id } }'),
      forbiddenField(['PatientList']),
    ),
    when(
      'PO19',
      'GraphQL looks for what refers here',
      query('patients', '{ Patient(id: "ALICE") { EncounterList(_reference: subject) { id } } }'),
      forbiddenField(['Patient', 'EncounterList']),
    ),
    when(
      'PO20',
      'GraphQL filters by a chain',
      query('observations', '{ ObservationList(_filter: "subject:Patient.gender eq male") { id } }'),
      forbiddenField(['ObservationList']),
    ),
    when(
      'PO21',
      'GraphQL counts',
      query('patients', '{ PractitionerConnection { count } }'),
      forbiddenField(['PractitionerConnection']),
    ),
    when(
      'PO32',
      'a chain goes through somebody outside of the criteria',
      findMan,
      { status: 200, body: { entry: [{ resource: { resourceType: 'Observation' } }] } },
      {
        row: 'A chained search or a `_filter` goes through a resource that the criteria of the AccessPolicy leave out',
        expect: { status: 200, body: { entry: undefined } },
      },
    ),
    when(
      'PO22',
      'a chain has four links',
      ask('patients', 'Observation?subject:Patient.link:Patient.link:Patient.link:Patient.gender=male'),
      tooLong,
    ),
    when(
      'PO23',
      'the criteria of the policy make no sense',
      ask('unknown', 'Patient'),
      refuses(400, 'invalid: Unknown search parameter: nope'),
    ),
    when('PO24', 'what may be read is changed', changeMan, forbidden),
    when(
      'PO25',
      'what may be read is deleted',
      async (setup) => setup.fhir('DELETE', await newObservation(setup), await as(setup, 'reading')),
      forbidden,
    ),
    when('PO26', 'what was deleted is deleted', removeTwice, allOk),
    when(
      'PO27',
      'what is not there is deleted',
      ask('reading', 'Observation/00000000-0000-4000-8000-000000000000', 'DELETE'),
      notFound,
    ),
    when(
      'PO28',
      'a required field is made that may not be written',
      async (setup) => setup.fhir('POST', 'Observation', await as(setup, 'keepsStatus'), observation(setup.alice)),
      refuses(400, 'structure: Missing required property'),
    ),
    when(
      'PO29',
      'a new resource refers to what may not be searched',
      async (setup) =>
        setup.fhir('POST', 'Observation', await as(setup, 'observations'), {
          ...observation(setup.alice),
          performer: [{ reference: 'Practitioner?name=x' }],
        }),
      forbidden,
    ),
    when('PO30', 'an unknown type is made', ask('patients', 'Foo', 'POST', { resourceType: 'Foo' }), forbidden),
    when(
      'PO31',
      'the policy was deleted',
      withoutPolicy,
      refuses(400, /^invalid_request: Cannot authenticate: Invalid access policy configuration/),
    ),
  ],
};
