import type { ClientApplication, Project, ProjectMembership, Resource, User } from '@medplum/fhirtypes';
import type { MedplumProject } from './medplum-project.ts';

/** Ids of the test project, readable at a glance in a failed test. */
export const ids = {
  project: '10000000-0000-4000-8000-000000000001',
  paula: '20000000-0000-4000-8000-000000000001',
  pat: '20000000-0000-4000-8000-000000000002',
  device: '40000000-0000-4000-8000-000000000001',
  admin: '40000000-0000-4000-8000-000000000002',
  spa: '40000000-0000-4000-8000-000000000003',
  pkceOptional: '40000000-0000-4000-8000-000000000004',
  refreshing: '40000000-0000-4000-8000-000000000005',
  shortLived: '40000000-0000-4000-8000-000000000006',
  off: '40000000-0000-4000-8000-000000000007',
  blocked: '40000000-0000-4000-8000-000000000008',
  homeless: '40000000-0000-4000-8000-000000000009',
  oneOrigin: '40000000-0000-4000-8000-000000000010',
  open: '50000000-0000-4000-8000-000000000001',
  patientPolicy: '50000000-0000-4000-8000-000000000002',
  blockPolicy: '50000000-0000-4000-8000-000000000003',
  nothing: '00000000-0000-4000-8000-000000000000',
} as const;

/** What the tests sign in with. */
export const clientSecret = 'test-secret';
export const retiringSecret = 'test-retiring-secret';
export const password = 'test-password';
export const clientRedirectUri = 'http://localhost:3900/callback?kept=1';

type ClientName = {
  [Name in keyof typeof ids]: (typeof ids)[Name] extends `4${string}` ? Name : never;
}[keyof typeof ids];

const policies: readonly Resource[] = [
  { resourceType: 'AccessPolicy', id: ids.open, resource: [{ resourceType: 'Patient' }] },
  {
    resourceType: 'AccessPolicy',
    id: ids.patientPolicy,
    resource: [{ resourceType: 'Patient', criteria: 'Patient?_compartment=%patient', readonly: true }],
  },
  {
    resourceType: 'AccessPolicy',
    id: ids.blockPolicy,
    resource: [{ resourceType: 'Patient' }],
    ipAccessRule: [
      { value: '10.1.', action: 'allow' },
      { value: '*', action: 'block' },
    ],
  },
];

/**
 * A small project with one client of each kind that the protocol tells apart, a practitioner with one membership
 * (`paula@`), one with two (`two@`), a patient who belongs to the project alone (`pat@`) and someone whose address is
 * blocked (`blocked@`).
 */
export function createTestProject(): MedplumProject {
  const project: Project = { resourceType: 'Project', id: ids.project, name: 'Test Clinic', strictMode: true };
  return {
    resources: [
      project,
      ...policies,
      ...people(),
      client('device', {}, ids.open),
      client('admin', {}, undefined, { admin: true }),
      client('spa', { redirectUris: [clientRedirectUri], retiringSecret: retiringSecret }, ids.open),
      client('pkceOptional', { redirectUri: clientRedirectUri, pkceOptional: true }, ids.open),
      client('refreshing', { grantType: ['refresh_token'] }, ids.open),
      client('shortLived', { accessTokenLifetime: '5s', refreshTokenLifetime: '1m' }, ids.open),
      client('off', { status: 'off', redirectUri: clientRedirectUri }, ids.open),
      client('blocked', {}, ids.blockPolicy),
      client('oneOrigin', { allowedOrigin: ['https://good.example'] }, ids.open),
      client('homeless').slice(0, 1),
    ].flat(),
    passwords: Object.fromEntries(['1', '2', '3', '4'].map((last) => [userId(last), password])),
  };
}

function people(): Resource[] {
  const paula = { resourceType: 'Practitioner', id: ids.paula, name: [{ given: ['Paula'], family: 'Practitioner' }] };
  const pat = { resourceType: 'Patient', id: ids.pat, name: [{ given: ['Pat'], family: 'Patient' }] };
  const asPaula = { reference: `Practitioner/${ids.paula}`, display: 'Paula Practitioner' };
  const asPat = { reference: `Patient/${ids.pat}`, display: 'Pat Patient' };
  return [
    paula as Resource,
    pat as Resource,
    user('1', 'paula'),
    membership('1', { reference: `User/${userId('1')}` }, asPaula, ids.open),
    user('2', 'two'),
    membership('2', { reference: `User/${userId('2')}` }, asPaula, ids.open),
    membership('3', { reference: `User/${userId('2')}` }, asPat, ids.patientPolicy),
    { ...user('3', 'pat'), project: { reference: `Project/${ids.project}` } },
    membership('4', { reference: `User/${userId('3')}` }, asPat, ids.patientPolicy),
    user('4', 'blocked'),
    membership('5', { reference: `User/${userId('4')}` }, asPaula, ids.blockPolicy),
  ];
}

function user(last: string, name: string): User {
  return {
    resourceType: 'User',
    id: userId(last),
    email: `${name}@example.com`,
    firstName: name,
    lastName: 'Test',
  };
}

function userId(last: string): string {
  return `70000000-0000-4000-8000-00000000000${last}`;
}

/** Id of the membership with this number. */
export function membershipId(last: string): string {
  return `60000000-0000-4000-8000-0000000000${last.padStart(2, '0')}`;
}

function client(
  name: ClientName,
  changes: Partial<ClientApplication> = {},
  policy?: string,
  more: Partial<ProjectMembership> = {},
): Resource[] {
  const id = ids[name];
  const reference = { reference: `ClientApplication/${id}`, display: name };
  return [
    { resourceType: 'ClientApplication', id, name, secret: clientSecret, ...changes },
    { ...membership(`2${id.slice(-1)}`, reference, reference, policy), ...more },
  ];
}

type Holder = Readonly<{ reference: string; display?: string }>;

function membership(last: string, holder: Holder, profile: Holder, policy?: string): ProjectMembership {
  return {
    resourceType: 'ProjectMembership',
    id: membershipId(last),
    project: { reference: `Project/${ids.project}`, display: 'Test Clinic' },
    user: holder,
    profile,
    ...(policy && { accessPolicy: { reference: `AccessPolicy/${policy}` } }),
  };
}
