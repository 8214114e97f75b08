import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';

/** A request that the stand-in was asked. */
export type SeenRequest = Readonly<{ path: string; authorization: string | undefined; body: URLSearchParams }>;

/** What it answers; text goes out as it is, with the type `text/html`. Undefined never answers. */
export type TestAnswer = Readonly<{ status?: number; body?: unknown; contentType?: string }> | undefined;

/** Another server than Medplum, on loopback: an identity provider, or a client that publishes its keys. */
export type TestServer = AsyncDisposable &
  Readonly<{
    origin: string;
    seen: SeenRequest[];
    /** What it answers at a path; everything else is 404. */
    answers: Map<string, (request: SeenRequest) => TestAnswer | Promise<TestAnswer>>;
    /** Makes a key and publishes it at `/jwks`, beside the others. */
    addKey: (kid: string) => Promise<TestKey>;
    /** The keys that `/jwks` publishes. */
    published: JWK[];
  }>;

/** Signs the claims with ES256. The key id is the key's own unless another header is given. */
export type TestKey = Readonly<{ sign: (claims: JWTPayload, header?: Readonly<{ kid?: string }>) => Promise<string> }>;

/** Starts a stand-in for a test. */
export async function startTestServer(): Promise<TestServer> {
  const seen: SeenRequest[] = [];
  const published: JWK[] = [];
  const answers: TestServer['answers'] = new Map([['/jwks', () => ({ body: { keys: published } })]]);
  const server = createServer((request, response) => {
    void readRequest(request).then(async (question) => {
      seen.push(question);
      send(response, await (answers.get(question.path) ?? notFound)(question));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    seen,
    answers,
    published,
    addKey: (kid) => addKey(published, kid),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const notFound = (): TestAnswer => ({ status: 404 });

async function readRequest(request: IncomingMessage): Promise<SeenRequest> {
  const chunks: unknown[] = await request.toArray();
  return {
    path: new URL(request.url ?? '', 'http://localhost').pathname,
    authorization: request.headers.authorization,
    body: new URLSearchParams(Buffer.concat(chunks as Buffer[]).toString()),
  };
}

function send(response: ServerResponse, answer: TestAnswer): void {
  if (answer) {
    const { status = 200, body = {} } = answer;
    const isText = typeof body === 'string';
    response.writeHead(status, { 'content-type': answer.contentType ?? (isText ? 'text/html' : 'application/json') });
    response.end(isText ? body : JSON.stringify(body));
  }
}

async function addKey(published: JWK[], kid: string): Promise<TestKey> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  published.push({ ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' });
  return {
    sign: (claims, header = { kid }) =>
      new SignJWT(claims).setProtectedHeader({ alg: 'ES256', typ: 'JWT', ...header }).sign(privateKey),
  };
}
