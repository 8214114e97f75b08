import { type Json, textMember } from '#contract/answer.ts';
import { bearer, createHttpClient, type HttpClient } from '#contract/http-client.ts';
import { clientKinds, type ClientKind, type ClientName } from './client-kinds.ts';
import { hasProjectUrls } from './has-project-urls.ts';
import { type IdentityProvider, startIdentityProvider } from './identity-provider.ts';
import { makeClient } from './make-client.ts';
import { invite, personOf } from './people.ts';
import { blockPolicy, devicePolicy, patientPolicy, practitionerPolicy } from './policies.ts';
import { registerProject, setFeatures, signInSuperAdmin } from './register-project.ts';
import type { Client, Person, Setup } from './setup.ts';
import { createSteps } from './steps.ts';

/** The server under test. */
export type Target = Readonly<{ baseUrl: string; adminEmail: string; adminPassword: string }>;

type Owner = Pick<Setup, 'ownerToken' | 'projectId' | 'superToken'>;
type Clinic = Readonly<{
  alice: string;
  bob: string;
  device: string;
  policies: Setup['policies'] & { patient: string };
}>;

/** Makes a project with everything that the cases need, through the public API alone. */
export async function createSetup({ baseUrl, adminEmail, adminPassword }: Target): Promise<Setup> {
  const http = createHttpClient(baseUrl);
  const run = Date.now().toString(36);
  const superToken = await signInSuperAdmin(http, adminEmail, adminPassword);
  const { owner, projectId, ownerToken } = await registerProject(http, run);
  await setFeatures(http, superToken, projectId, { features: ['bots', 'websocket-subscriptions'] });
  const ownership = { projectId, ownerToken, superToken };
  const { policies, ...clinic } = await makeClinic(http, ownerToken, run);
  const people = await invitePeople(http, ownership, run, policies);
  const idp = await startIdentityProvider();
  const clients = await makeClients(http, ownership, policies, idp);
  const steps = createSteps({ http, clients, ownerToken, projectId, practitioner: people.practitioner });
  return {
    ...http,
    ...steps,
    ...clinic,
    ...people,
    run,
    projectId,
    hasProjectUrls: await hasProjectUrls(http, projectId),
    clients,
    owner,
    policies,
    idp,
    ownerToken,
    superToken,
    subject: `subject-${run}`,
    close: () => idp.close(),
  };
}

async function makeClinic(http: HttpClient, ownerToken: string, run: string): Promise<Clinic> {
  const create = async (resource: Json): Promise<string> =>
    textMember(await http.fhir('POST', String(resource['resourceType']), bearer(ownerToken), resource), 'id');
  const alice = await create({ ...aliceData, identifier: [{ system: 'urn:mrn', value: `A-${run}` }] });
  const bob = await create({ ...bobData, identifier: [{ system: 'urn:mrn', value: `B-${run}` }] });
  const identifier = [{ system: 'urn:device', value: `D-${run}` }];
  const device = await create({ resourceType: 'Device', status: 'active', identifier });
  const policies = {
    device: await create({ resourceType: 'AccessPolicy', ...devicePolicy(alice, device) }),
    practitioner: await create(practitionerPolicy),
    patient: await create(patientPolicy),
    blocked: await create(blockPolicy),
  };
  return { alice, bob, device, policies };
}

const aliceData = {
  resourceType: 'Patient',
  name: [{ given: ['Alice'], family: 'Device' }],
  birthDate: '1980-01-01',
  gender: 'female',
  telecom: [{ system: 'phone', value: '555' }],
};
const bobData = {
  resourceType: 'Patient',
  name: [{ given: ['Bob'], family: 'Other' }],
  birthDate: '1970-01-01',
  gender: 'male',
};

type People = Pick<Setup, 'practitioner' | 'patient' | 'external' | 'twice'>;

async function invitePeople(
  http: HttpClient,
  owner: Owner,
  run: string,
  policies: Readonly<{ practitioner: string; patient: string }>,
): Promise<People> {
  const asPractitioner = { resourceType: 'Practitioner', accessPolicy: policies.practitioner } as const;
  const paula = { firstName: 'Paula', lastName: 'Practitioner', email: `paula-${run}@example.com` };
  const pat = { firstName: 'Pat', lastName: 'Patient', email: `pat-${run}@example.com` };
  const twyla = { firstName: 'Twyla', lastName: 'Twice', email: `twyla-${run}@example.com` };
  const ext = { firstName: 'Ext', lastName: 'Subject', externalId: `subject-${run}` };
  const twice = await invite(http, owner, { ...asPractitioner, ...twyla });
  return {
    practitioner: await invite(http, owner, { ...asPractitioner, ...paula }),
    patient: await invite(http, owner, { resourceType: 'Patient', accessPolicy: policies.patient, ...pat }),
    external: await invite(http, owner, { resourceType: 'Practitioner', ...ext }),
    twice: { ...twice, otherMembershipId: (await joinAgain(http, owner, twice)).membershipId },
  };
}

/** Gives someone a second membership. A project's own administrators cannot. */
async function joinAgain(http: HttpClient, { projectId, superToken }: Owner, person: Person): Promise<Person> {
  const membership = {
    resourceType: 'ProjectMembership',
    meta: { project: projectId },
    project: { reference: `Project/${projectId}` },
    user: { reference: `User/${person.userId}` },
    profile: { reference: person.profile },
  };
  return personOf(await http.fhir('POST', 'ProjectMembership', bearer(superToken), membership), person.email);
}

async function makeClients(
  http: HttpClient,
  owner: Owner,
  policies: Setup['policies'],
  idp: IdentityProvider,
): Promise<Readonly<Record<ClientName, Client>>> {
  const extras: Readonly<Record<string, object>> = {
    signer: { jwksUri: `${idp.url}/jwks` },
    external: { identityProvider: idp.settings() },
    externalSubject: { identityProvider: idp.settings({ useSubject: true }) },
  };
  const made: [string, Client][] = [];
  for (const [name, kind] of Object.entries<ClientKind>(clientKinds)) {
    const accessPolicy = kind.policy && policies[kind.policy];
    made.push([
      name,
      await makeClient(http, owner, { ...kind, client: { ...kind.client, ...extras[name] }, accessPolicy }),
    ]);
  }
  return Object.fromEntries(made) as Record<ClientName, Client>;
}
