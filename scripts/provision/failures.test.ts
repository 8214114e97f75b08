import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createDemoProject } from '@auth-patterns/demo-project';
import type { ClientApplication } from '@medplum/fhirtypes';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readCommandLine } from './command-line.ts';
import { findCredentials } from './credentials.ts';
import { adminClient, nobodyInCharge, startTestSite, type TestSite, withSecondFactor } from './test-site.ts';

let site: TestSite;
beforeAll(async () => {
  site = await startTestSite();
});
afterAll(async () => site.close());

/** A server that answers everything alike, or with what a real one answers after that. */
async function withServer<T>(
  answers: readonly Readonly<{ status: number; headers?: Record<string, string>; body?: string }>[],
  use: (baseUrl: string) => Promise<T>,
): Promise<T> {
  const rest = [...answers];
  const server = createServer((_request, response) => {
    const { status, headers = {}, body = '' } = (rest.length > 1 ? rest.shift() : rest[0]) ?? { status: 500 };
    response.writeHead(status, headers).end(body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  } finally {
    await new Promise((done) => server.close(done));
  }
}

test('[X2] provision, as somebody who is no administrator, says who can change that', async () => {
  const running = site.run({}, { credentials: async () => nobodyInCharge });

  await expect(running).rejects.toMatchObject({
    code: 'not-admin',
    message: expect.stringContaining('tick Admin') as string,
  });
});

test('[X2] provision, with a wrong password or client, says which variables to look at', async () => {
  const person = site.run(
    {},
    { credentials: async () => ({ ...nobodyInCharge, password: 'wrong-password' }) as never },
  );
  const client = site.run({}, { credentials: async () => ({ ...adminClient, clientId: 'unknown' }) });

  await expect(person).rejects.toMatchObject({ code: 'wrong-credentials' });
  await expect(client).rejects.toMatchObject({
    code: 'invalid-client',
    message: expect.stringMatching(/Invalid client.*MEDPLUM_ADMIN_CLIENT_ID/) as string,
  });
});

test('[X2] provision, as an administrator with a second factor, says to take an admin client', async () => {
  const running = site.run({}, { credentials: async () => withSecondFactor });

  await expect(running).rejects.toMatchObject({
    code: 'second-factor',
    message: expect.stringContaining('MEDPLUM_ADMIN_CLIENT_ID') as string,
  });
});

test('[X2] provision, in a Project that is not the one of the administrator, names that', async () => {
  await expect(site.run({ project: 'Southside' })).rejects.toMatchObject({ code: 'which-project' });
});

test('[X2] provision, where a client of that name is, stops before it changes anything', async () => {
  const medplum = await site.medplum();
  const other = await medplum.createResource<ClientApplication>({
    resourceType: 'ClientApplication',
    name: 'legacy-proxy',
  });

  const running = site.run();

  await expect(running).rejects.toMatchObject({
    code: 'name-taken',
    message: expect.stringContaining(other.id) as string,
  });
  await expect(medplum.searchResources('AccessPolicy', { name: 'Clinician' })).resolves.toHaveLength(0);
});

test('[X2] provision, on a mock that was started with the clinic, says that there is nothing to do', async () => {
  const { resources, passwords } = createDemoProject();
  const clinic = await startTestSite(resources, passwords);
  const olive = { kind: 'person', email: 'olive.owner@clinic.example', password: 'demo-olive-2026' } as const;

  await expect(clinic.run({}, { credentials: async () => olive })).rejects.toMatchObject({ code: 'already-there' });
  await clinic.close();
});

test('[X2] provision, where nobody answers, says so', async () => {
  const baseUrl = await withServer([{ status: 200 }], async (url) => url);

  await expect(site.run({ baseUrl })).rejects.toMatchObject({
    code: 'offline',
    message: expect.stringContaining('ECONNREFUSED') as string,
  });
});

test('[X2] provision, where something else than Medplum answers, sends no password there', async () => {
  const credentials = async (): Promise<never> => Promise.reject(new Error('asked for'));
  const web = { status: 200, body: '<html>' };
  const elsewhere = { status: 302, headers: { location: site.baseUrl } };
  const named = { status: 200, body: JSON.stringify({ issuer: 'https://api.example/', token_endpoint: 'x' }) };

  const codes = await Promise.all(
    [web, elsewhere, named].map(async (answer) =>
      withServer([answer], async (baseUrl) => site.run({ baseUrl }, { credentials })).catch((error: unknown) => error),
    ),
  );

  expect(codes).toMatchObject([{ code: 'not-medplum' }, { code: 'not-medplum' }, { code: 'other-address' }]);
});

test('[X2] provision, asked too often, waits as long as the server says, and then goes on', async () => {
  const waits: number[] = [];
  const busy = { status: 429, headers: { RateLimit: '"requests";r=0;t=42' } };
  const sleep = async (milliseconds: number): Promise<void> => void waits.push(milliseconds);
  const outside = { fetch, sleep, say: () => undefined };

  const running = withServer([busy, busy, { status: 404 }], async (baseUrl) => site.run({ baseUrl }, { outside }));

  await expect(running).rejects.toMatchObject({ code: 'not-medplum' });
  expect(waits).toEqual([42_000, 42_000]);
});

test('[X2] provision, over http to another machine, is refused before anything is sent', () => {
  expect(() => readCommandLine(['--base-url', 'http://medplum.example/'])).toThrow(/unencrypted/);
  expect(readCommandLine(['--base-url', 'https://medplum.example/base'])?.baseUrl).toBe(
    'https://medplum.example/base/',
  );
  expect(readCommandLine(['--base-url', 'http://localhost:8103'])?.baseUrl).toBe('http://localhost:8103/');
});

test('[X2] [P10] provision, given a password as an argument, does not repeat it', () => {
  const complaint = (...args: string[]): unknown => {
    try {
      return readCommandLine(['--base-url', 'https://medplum.example/', ...args]);
    } catch (error) {
      return (error as Error).message;
    }
  };

  const said = [complaint('--password', 'hunter2'), complaint('--password=hunter2'), complaint('hunter2')];

  expect(said).toEqual(said.map(() => expect.not.stringContaining('hunter2') as string));
  expect(said[0]).toContain('There is no option --password.');
});

test('[X2] provision, without credentials and without a terminal, names the variables', async () => {
  await expect(findCredentials({}, undefined)).rejects.toMatchObject({ code: 'no-credentials' });
  await expect(findCredentials({ MEDPLUM_ADMIN_EMAIL: 'a@b.example' }, async () => 'typed')).resolves.toMatchObject({
    password: 'typed',
  });
});
