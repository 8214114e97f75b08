import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createDemoProject } from '@auth-patterns/demo-project';
import { type MockMedplum, startMockMedplum, type Tenant } from '@auth-patterns/mock-medplum';
import type { Observation } from '@medplum/fhirtypes';
import { botIds, editTenant, type TenantEdits } from './edit-tenant.ts';
import { resultsBot } from './results-bot.ts';
import { clientSecret } from './settings.ts';

type Request = Readonly<{ method: string; path: string; headers: IncomingHttpHeaders; body: string }>;
type Answer = Readonly<{ status: number; body: string; headers: Readonly<Record<string, string>> }>;
/** Answers a request itself and returns true, or leaves it to Medplum. */
type Fault = (request: Request, response: ServerResponse) => boolean;

/** The clinic on mock-medplum, behind a server that remembers what it was asked. */
export type RecordedMedplum = AsyncDisposable &
  TenantEdits &
  Readonly<{
    baseUrl: string;
    /** The same without the server in between: the URL that Medplum knows as its own. */
    tenantUrl: string;
    requests: Request[];
    faults: Fault[];
    countOf: (path: string) => number;
    /** Observations that were added, oldest first. */
    stored: readonly Observation[];
    /** Does what a request asks for, and keeps the answer back. */
    forward: (request: Request) => Promise<Answer>;
  }>;

/** One mock for all tests of this process, which takes a second to start; each test has a tenant of its own. */
let sharedMock: Promise<MockMedplum> | undefined;
let tenants = 0;

export async function startRecordedMedplum(clock: () => number = Date.now): Promise<RecordedMedplum> {
  const project = createDemoProject({ clientSecrets: { deviceAgent: clientSecret } });
  const mock = await (sharedMock ??= startMockMedplum({
    project,
    allowUnsafeOutbound: true,
    bots: { [botIds.bot]: resultsBot },
  }));
  tenants += 1;
  const name = `test-${tenants}`;
  const { tenant } = await mock.tenants.open(name);
  const seeded = new Set([...tenant.store.list('Observation')].map(({ id }) => id));
  const requests: Request[] = [];
  const faults: Fault[] = [];
  const forward = (request: Request): Promise<Answer> => ask(tenant, request);

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url: path = '', headers } = incoming;
    const request = { method, path, headers, body: await text(incoming) };
    requests.push(request);
    response.setHeader('date', new Date(clock()).toUTCString());
    if (!faults.some((fault) => fault(request, response))) {
      const { status, body, headers: own } = await forward(request);
      response.writeHead(status, own).end(body);
    }
  }

  const server = createServer((incoming, response) => void serve(incoming, response));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    tenantUrl: tenant.baseUrl,
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    requests,
    faults,
    forward,
    countOf: (path) => requests.filter((request) => request.path === path).length,
    get stored() {
      return [...tenant.store.list('Observation')].filter(({ id }) => !seeded.has(id));
    },
    ...editTenant(tenant),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await server[Symbol.asyncDispose]();
      mock.tenants.close(name);
    },
  };
}

/** Headers of one connection, or of a body that is written anew. */
const connectionHeaders = /^(host|connection|keep-alive|date|transfer-encoding|content-(length|encoding))$/;

async function ask(tenant: Tenant, { method, path, headers, body }: Request): Promise<Answer> {
  const response = await fetch(tenant.loopbackUrl + path.slice(1), {
    method,
    headers: ownHeaders(Object.entries(headers)),
    ...(body && { body }),
  });
  return { status: response.status, body: await response.text(), headers: ownHeaders([...response.headers]) };
}

function ownHeaders(headers: readonly (readonly [name: string, value: unknown])[]): Record<string, string> {
  return Object.fromEntries(
    headers.flatMap(([name, value]) => (connectionHeaders.test(name) ? [] : [[name, String(value)]])),
  );
}

/** A fault for creates of Observations: the next `times` of them get this answer. */
export function failCreates(
  times: number,
  status: number,
  body: object | string,
  headers: Record<string, string> = {},
): Fault {
  let left = times;
  return ({ method, path }, response) => {
    if (method !== 'POST' || !path.startsWith('/fhir/') || left === 0) {
      return false;
    }
    left -= 1;
    reply(response, status, body, headers);
    return true;
  };
}

export function outcome(id: string, text: string): object {
  return {
    resourceType: 'OperationOutcome',
    id,
    issue: [{ severity: 'error', code: 'processing', details: { text } }],
  };
}

export function reply(
  response: ServerResponse,
  status: number,
  body: object | string,
  headers: Record<string, string> = {},
): void {
  const type = typeof body === 'string' ? 'text/html' : 'application/fhir+json';
  response.writeHead(status, { 'content-type': type, ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

/** Identifiers of what the server holds, and how often each is there. */
export function countByIdentifier(medplum: RecordedMedplum): number[] {
  const values = medplum.stored.map(({ identifier }) => identifier?.[0]?.value);
  return Object.values(Object.groupBy(values, String)).map((same) => same?.length ?? 0);
}
