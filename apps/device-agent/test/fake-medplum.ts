import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type StoredObservation = Readonly<{ id: string; identifier: { system: string; value: string }[] }>;
type Request = Readonly<{ method: string; path: string; headers: IncomingMessage['headers']; body: string }>;
/** Answers a request itself and returns true, or leaves it to the fake. */
type Fault = (request: Request, response: ServerResponse) => boolean;
type World = Readonly<{
  stored: StoredObservation[];
  requests: Request[];
  faults: Fault[];
  state: { secret: string; tokenSeconds: number };
  clock: () => number;
}>;

/**
 * Just enough of Medplum for this app's tests: a token, and Observations that are created unless they exist. What a real
 * server does beyond that is the business of the end-to-end tests.
 */
export async function startFakeMedplum(clock: () => number = Date.now) {
  const state = { secret: 'right-secret', tokenSeconds: 3600 };
  const world: World = { stored: [], requests: [], faults: [], state, clock };
  const server = createServer((incoming, response) => void serve(world, incoming, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    ...world,
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    countOf: (path: string) => world.requests.filter((request) => request.path === path).length,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function serve(world: World, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = '', url: path = '', headers } = incoming;
  const request = { method, path, headers, body: Buffer.concat(await incoming.toArray()).toString('utf8') };
  world.requests.push(request);
  response.setHeader('date', new Date(world.clock()).toUTCString());
  if (!world.faults.some((fault) => fault(request, response))) {
    answer(world, request, response);
  }
}

function answer(world: World, { method, path, headers, body }: Request, response: ServerResponse): void {
  if (path === '/healthcheck') {
    reply(response, 200, { ok: true });
  } else if (path === '/oauth2/token') {
    token(world, new URLSearchParams(body), response);
  } else if (!headers.authorization) {
    reply(response, 401, outcome('unauthorized', 'Unauthorized'));
  } else if (path === '/auth/me') {
    reply(response, 200, { profile: { resourceType: 'ClientApplication', id: 'c' }, membership: {}, config: {} });
  } else if (path.startsWith('/fhir/R4/Observation') && method === 'POST') {
    create(world, body, String(headers['if-none-exist'] ?? ''), response);
  } else if (path.startsWith('/fhir/R4/Observation')) {
    reply(response, 200, { resourceType: 'Bundle', type: 'searchset' });
  } else {
    reply(response, 403, outcome('forbidden', 'Forbidden'));
  }
}

function token({ state, clock }: World, form: URLSearchParams, response: ServerResponse): void {
  if (form.get('client_secret') !== state.secret) {
    reply(response, 400, { error: 'invalid_request', error_description: 'Invalid secret' });
    return;
  }
  const seconds = Math.floor(clock() / 1000);
  const claims = { login_id: 'l', client_id: form.get('client_id'), iat: seconds, exp: seconds + state.tokenSeconds };
  const [header, payload] = [{ alg: 'none' }, claims].map((part) => base64url(JSON.stringify(part)));
  const accessToken = `${header}.${payload}.signature`;
  const profile = { reference: 'ClientApplication/c' };
  reply(response, 200, { token_type: 'Bearer', expires_in: state.tokenSeconds, access_token: accessToken, profile });
}

/** Without If-None-Exist, or when nothing matches it, a new Observation; else the one that is there. */
function create({ stored }: World, body: string, condition: string, response: ServerResponse): void {
  const wanted = new URLSearchParams(condition).get('identifier');
  const existing = stored.find(({ identifier }) =>
    identifier.some(({ system, value }) => wanted === `${system}|${value}`),
  );
  const observation = { ...(JSON.parse(body) as StoredObservation), id: `o${stored.length + 1}` };
  if (!existing) {
    stored.push(observation);
  }
  reply(response, existing ? 200 : 201, existing ?? observation);
}

export type FakeMedplum = Awaited<ReturnType<typeof startFakeMedplum>>;

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

function base64url(text: string): string {
  return Buffer.from(text).toString('base64url');
}
