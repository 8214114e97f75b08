import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createDemoProject, demoIds, legacyAccount } from '@auth-patterns/demo-project';
import { type MockMedplum, startMockMedplum, type Tenant } from '@auth-patterns/mock-medplum';
import type { DocumentReference } from '@medplum/fhirtypes';

export { legacyAccount };
export const { patients: patientIds, memberships, clients: clientIds } = demoIds;
export const clientId = demoIds.clients.legacyProxy;
export const clientSecret = 'canary-secret-5f0c1b';
/** Header in which a TLS proxy tells Medplum the certificate of a client. */
export const certificateHeader = 'x-amzn-mtls-clientcert';
export const adminSecret = 'canary-admin-secret-77aa21';

type Answer = Readonly<{ status: number; body: unknown; headers?: Readonly<Record<string, string>> }>;
type SeenRequest = Readonly<{ method: string; path: string; headers: IncomingHttpHeaders; body: string }>;

/** The clinic on mock-medplum, behind a server that remembers what it was asked. */
export type RecordedMedplum = Readonly<{
  url: string;
  seen: SeenRequest[];
  tokenRequests: () => number;
  /** The notes that were added, oldest first. */
  notes: () => readonly DocumentReference[];
  /** Answers that come before Medplum's; a handler that returns undefined lets the request pass. */
  faults: ((request: SeenRequest) => Answer | undefined | Promise<undefined>)[];
  /** The tenant behind it, for what no request can do. */
  tenant: Tenant;
  /** Ends every token that was handed out, as an administrator can. */
  revokeTokens: () => void;
  close: () => Promise<void>;
}>;

/** One mock for all tests of this process, which takes a second to start; each test has a tenant of its own. */
let sharedMock: Promise<MockMedplum> | undefined;
let tenants = 0;

async function startMock(): Promise<MockMedplum> {
  const project = createDemoProject({ clientSecrets: { legacyProxy: clientSecret, legacyProxyAdmin: adminSecret } });
  const mock = await startMockMedplum({ project, mtlsCertificateHeader: certificateHeader });
  // It loads what serves FHIR at the first request, which on a busy machine takes longer than the application waits.
  await fetch(new URL('fhir/R4/metadata', mock.baseUrl));
  return mock;
}

export async function startRecordedMedplum(idpOrigin?: string): Promise<RecordedMedplum> {
  const mock = await (sharedMock ??= startMock());
  tenants += 1;
  const name = `test-${tenants}`;
  const { tenant } = await mock.tenants.open(name);
  if (idpOrigin) {
    moveIdp(tenant, idpOrigin);
  }
  const seen: SeenRequest[] = [];
  const faults: RecordedMedplum['faults'] = [];
  const server = createServer((request, response) => {
    // The application may give up in the middle of a request.
    answer(request, response).catch(() => response.destroy());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const seeded = new Set(listNotes(tenant).map(({ id }) => id));

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = await see(request);
    seen.push(asked);
    const answers = await Promise.all(faults.map(async (answerFor) => answerFor(asked)));
    const fault = answers.find((one) => one !== undefined);
    send(response, fault ?? (await forward(tenant, asked)));
  }

  return {
    url,
    seen,
    tokenRequests: () => seen.filter(({ path }) => path === '/oauth2/token').length,
    notes: () => listNotes(tenant).filter(({ id }) => !seeded.has(id)),
    faults,
    tenant,
    revokeTokens: () => {
      const { logins } = tenant;
      logins.list().forEach((login) => logins.save({ ...login, revoked: true }));
    },
    close: async () => {
      server.closeAllConnections();
      await server[Symbol.asyncDispose]();
      mock.tenants.close(name);
    },
  };
}

/** An OperationOutcome as Medplum's ids have it. */
export function outcome(status: number, id: string): Answer {
  const issue = [{ severity: 'error', code: 'processing', details: { text: id } }];
  return { status, body: { resourceType: 'OperationOutcome', id, issue } };
}

function listNotes(tenant: Tenant): readonly DocumentReference[] {
  return [...tenant.store.list('DocumentReference')];
}

/** Headers of one connection, or of a body that is written anew. */
const connectionHeaders =
  /^(host|connection|keep-alive|date|set-cookie|transfer-encoding|content-(type|length|encoding))$/;

async function forward(tenant: Tenant, { method, path, headers, body }: SeenRequest): Promise<Answer> {
  const type = headers['content-type'];
  const response = await fetch(tenant.loopbackUrl + path.slice(1), {
    method,
    headers: { ...ownHeaders(Object.entries(headers)), ...(type && { 'content-type': type }) },
    ...(body && { body }),
  });
  return { status: response.status, body: await response.json(), headers: ownHeaders([...response.headers]) };
}

function ownHeaders(headers: readonly (readonly [name: string, value: unknown])[]): Record<string, string> {
  return Object.fromEntries(
    headers.flatMap(([name, value]) => (connectionHeaders.test(name) ? [] : [[name, String(value)]])),
  );
}

async function see(request: IncomingMessage): Promise<SeenRequest> {
  const body = await text(request);
  return { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body };
}

/** The cookie is Medplum's own: it must not reach a user's browser. */
function send(response: ServerResponse, { status, body, headers }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers, 'set-cookie': 'medplum-upstream=1' });
  response.end(JSON.stringify(body));
}

/** Tells the client where its identity provider is in this test. */
function moveIdp({ store }: Tenant, idpOrigin: string): void {
  const client = store.get('ClientApplication', clientId);
  const userInfoUrl = `${idpOrigin}/userinfo`;
  store.put({ ...client, identityProvider: { ...client?.identityProvider, userInfoUrl } });
}
