import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { startMockMedplum } from '@auth-patterns/mock-medplum';
import { MedplumClient } from '@medplum/core';
import type { Resource } from '@medplum/fhirtypes';
import { noOrders, type Orders } from './command-line.ts';
import type { Credentials } from './credentials.ts';
import { provision, type Outcome } from './provision.ts';

const apps = ['spa-client', 'legacy-proxy', 'device-agent'];
const project = { reference: 'Project/11111111-0000-4000-8000-000000000001' };
const admin = { reference: 'User/11111111-0000-4000-8000-000000000002' };
const member = { reference: 'User/11111111-0000-4000-8000-000000000003' };
const client = { reference: 'ClientApplication/11111111-0000-4000-8000-000000000004' };
const profile = { reference: 'Practitioner/11111111-0000-4000-8000-000000000005' };

/** A Project that knows nothing of the clinic: an administrator, somebody who is none, and an admin client. */
const emptyProject = [
  { resourceType: 'Project', id: idOf(project), name: 'Northside', features: ['bots'] },
  { resourceType: 'User', id: idOf(admin), email: 'ada@north.example', firstName: 'Ada', lastName: 'North' },
  { resourceType: 'User', id: idOf(member), email: 'bob@north.example', firstName: 'Bob', lastName: 'North' },
  { resourceType: 'User', id: newId(9), email: 'mia@north.example', mfaRequired: true },
  { resourceType: 'Practitioner', id: idOf(profile), name: [{ family: 'North' }] },
  { resourceType: 'ClientApplication', id: idOf(client), name: 'ci', secret: 'ci-secret-0123456789' },
  { resourceType: 'ProjectMembership', id: newId(6), project, user: admin, profile, admin: true },
  { resourceType: 'ProjectMembership', id: newId(7), project, user: member, profile },
  {
    resourceType: 'ProjectMembership',
    id: newId(0),
    project,
    user: { reference: `User/${newId(9)}` },
    profile,
    admin: true,
  },
  { resourceType: 'ProjectMembership', id: newId(8), project, user: client, profile: client, admin: true },
] as unknown as Resource[];

export const administrator: Credentials = { kind: 'person', email: 'ada@north.example', password: 'ada-password-1' };
export const withSecondFactor: Credentials = { kind: 'person', email: 'mia@north.example', password: 'mia-password-1' };
export const nobodyInCharge: Credentials = { kind: 'person', email: 'bob@north.example', password: 'bob-password-1' };
export const adminClient = { kind: 'client', clientId: idOf(client), clientSecret: 'ci-secret-0123456789' } as const;

/** A server, the folders of three apps, and what was said. */
export type TestSite = Readonly<{
  baseUrl: string;
  lines: string[];
  run: (orders?: Partial<Orders>, changes?: Partial<Parameters<typeof provision>[0]>) => Promise<Outcome>;
  /** Path of an app's `.env`, and what it says. */
  envPath: (app: string) => string;
  env: (app: string) => NodeJS.Dict<string>;
  modeOf: (app: string) => number;
  /** The administrator's own view of the Project. */
  medplum: () => Promise<MedplumClient>;
  close: () => Promise<void>;
}>;

/** Starts a server of its own, with an empty Project when no other is given. */
export async function startTestSite(
  resources: readonly Resource[] = emptyProject,
  passwords: Readonly<Record<string, string>> = {
    [idOf(admin)]: 'ada-password-1',
    [idOf(member)]: 'bob-password-1',
    [newId(9)]: 'mia-password-1',
  },
): Promise<TestSite> {
  const mock = await startMockMedplum({ project: { resources: [...resources], passwords }, superAdmin: true });
  const root = makeAppFolders();
  const lines: string[] = [];
  const envPath = (app: string): string => join(root, 'apps', app, '.env');
  return {
    baseUrl: mock.baseUrl,
    lines,
    run: async (orders = {}, changes = {}) =>
      provision({
        orders: { ...noOrders, baseUrl: mock.baseUrl, ...orders },
        credentials: async () => administrator,
        root,
        outside: { fetch, sleep: async () => {}, say: (line) => lines.push(line) },
        ...changes,
      }),
    envPath,
    env: (app) => parseEnv(readFileSync(envPath(app), 'utf8')),
    modeOf: (app) => statSync(envPath(app)).mode & 0o777,
    medplum: async () => {
      const medplum = new MedplumClient({ baseUrl: mock.baseUrl, cacheTime: 0 });
      await medplum.startClientLogin(adminClient.clientId, adminClient.clientSecret);
      return medplum;
    },
    close: async () => {
      rmSync(root, { recursive: true });
      await mock.close();
    },
  };
}

function makeAppFolders(): string {
  const root = mkdtempSync(join(tmpdir(), 'provision-'));
  for (const app of apps) {
    mkdirSync(join(root, 'apps', app), { recursive: true });
    const example = fileURLToPath(new URL(`../../apps/${app}/.env.example`, import.meta.url));
    cpSync(example, join(root, 'apps', app, '.env.example'));
  }
  return root;
}

function idOf({ reference }: Readonly<{ reference: string }>): string {
  return reference.split('/')[1] ?? '';
}

function newId(number: number): string {
  return `11111111-0000-4000-8000-00000000000${number}`;
}
