import type { ClientApplication, Project, ProjectMembership, Resource, User } from '@medplum/fhirtypes';

import type { MedplumProject } from './medplum-project.ts';

/** Ids of the test project, readable at a glance in a failed test. */
export const IDS = {
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
export const SECRET = 'test-secret';
export const RETIRING_SECRET = 'test-retiring-secret';
export const PASSWORD = 'test-password';
export const REDIRECT_URI = 'http://localhost:3900/callback?kept=1';

type ClientName = {
  [Name in keyof typeof IDS]: (typeof IDS)[Name] extends `4${string}` ? Name : never;
}[keyof typeof IDS];

const POLICIES: readonly Resource[] = [
  { resourceType: 'AccessPolicy', id: IDS.open, resource: [{ resourceType: 'Patient' }] },
  {
    resourceType: 'AccessPolicy',
    id: IDS.patientPolicy,
    resource: [{ resourceType: 'Patient', criteria: 'Patient?_compartment=%patient', readonly: true }],
  },
  {
    resourceType: 'AccessPolicy',
    id: IDS.blockPolicy,
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
  const project: Project = { resourceType: 'Project', id: IDS.project, name: 'Test Clinic', strictMode: true };
  return {
    resources: [
      project,
      ...POLICIES,
      ...people(),
      client('device', {}, IDS.open),
      client('admin', {}, undefined, { admin: true }),
      client('spa', { redirectUris: [REDIRECT_URI], retiringSecret: RETIRING_SECRET }, IDS.open),
      client('pkceOptional', { redirectUri: REDIRECT_URI, pkceOptional: true }, IDS.open),
      client('refreshing', { grantType: ['refresh_token'] }, IDS.open),
      client('shortLived', { accessTokenLifetime: '5s', refreshTokenLifetime: '1m' }, IDS.open),
      client('off', { status: 'off', redirectUri: REDIRECT_URI }, IDS.open),
      client('blocked', {}, IDS.blockPolicy),
      client('oneOrigin', { allowedOrigin: ['https://good.example'] }, IDS.open),
      client('homeless').slice(0, 1),
    ].flat(),
    passwords: Object.fromEntries(['1', '2', '3', '4'].map((last) => [userId(last), PASSWORD])),
  };
}

function people(): Resource[] {
  const paula = { resourceType: 'Practitioner', id: IDS.paula, name: [{ given: ['Paula'], family: 'Practitioner' }] };
  const pat = { resourceType: 'Patient', id: IDS.pat, name: [{ given: ['Pat'], family: 'Patient' }] };
  const asPaula = { reference: `Practitioner/${IDS.paula}`, display: 'Paula Practitioner' };
  const asPat = { reference: `Patient/${IDS.pat}`, display: 'Pat Patient' };
  return [
    paula as Resource,
    pat as Resource,
    user('1', 'paula'),
    membership('1', { reference: `User/${userId('1')}` }, asPaula, IDS.open),
    user('2', 'two'),
    membership('2', { reference: `User/${userId('2')}` }, asPaula, IDS.open),
    membership('3', { reference: `User/${userId('2')}` }, asPat, IDS.patientPolicy),
    { ...user('3', 'pat'), project: { reference: `Project/${IDS.project}` } },
    membership('4', { reference: `User/${userId('3')}` }, asPat, IDS.patientPolicy),
    user('4', 'blocked'),
    membership('5', { reference: `User/${userId('4')}` }, asPaula, IDS.blockPolicy),
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
  const id = IDS[name];
  const reference = { reference: `ClientApplication/${id}`, display: name };
  return [
    { resourceType: 'ClientApplication', id, name, secret: SECRET, ...changes },
    { ...membership(`2${id.slice(-1)}`, reference, reference, policy), ...more },
  ];
}

type Holder = Readonly<{ reference: string; display?: string }>;

function membership(last: string, holder: Holder, profile: Holder, policy?: string): ProjectMembership {
  return {
    resourceType: 'ProjectMembership',
    id: membershipId(last),
    project: { reference: `Project/${IDS.project}`, display: 'Test Clinic' },
    user: holder,
    profile,
    ...(policy && { accessPolicy: { reference: `AccessPolicy/${policy}` } }),
  };
}
