import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import { Pool, type Dispatcher } from 'undici';
import { MedplumError } from '#medplum/error.ts';
import { busyError } from '#medplum/pause.ts';
import { HttpError } from '#middleware/http-error.ts';

const longestBodyBytes = 256 * 1024;
const timeoutMs = 10_000;

/** What goes on to Medplum of a request's headers, and back of an answer's. All others stay where they are. */
const requestHeaders = ['accept', 'content-type', 'if-match', 'if-none-exist', 'if-none-match', 'prefer'];
const answerHeaders = ['content-type', 'content-length', 'etag', 'last-modified'];

export type PassOnOptions = Readonly<{
  /** Base URL of Medplum. */
  baseUrl: string;
  /** A token that is good now, and another one than the one that was refused. */
  accessToken: (refused?: string) => Promise<string>;
}>;

/** Where a request goes, below Medplum's `fhir/R4/`, and the id that joins the logs. */
type Target = Readonly<{ path: string; traceparent: string }>;

export type PassOn = Readonly<{
  /** Sends a request on, and streams the answer back. */
  send: (request: Request, response: Response, target: Target) => Promise<void>;
  close: () => Promise<void>;
}>;

/** Passes requests on with the server's own token, over connections that stay open. */
export function createPassOn({ baseUrl, accessToken }: PassOnOptions): PassOn {
  const { origin, pathname } = new URL('fhir/R4/', baseUrl);
  const pool = new Pool(origin, { connections: 32, headersTimeout: timeoutMs, bodyTimeout: timeoutMs });

  const ask = async (
    request: Request,
    token: string,
    { path, traceparent }: Target,
  ): Promise<Dispatcher.ResponseData> =>
    pool
      .request({
        path: `${pathname}${path}`,
        method: request.method,
        headers: {
          ...pickHeaders(request),
          authorization: `Bearer ${token}`,
          traceparent,
          'accept-encoding': 'identity',
        },
        body: request.method === 'GET' ? null : limited(request),
        signal: AbortSignal.timeout(timeoutMs),
      })
      .catch((cause: unknown) => {
        throw cause instanceof HttpError
          ? cause
          : new MedplumError('unreachable', `No answer from ${origin}`, { cause });
      });

  async function send(request: Request, response: Response, target: Target): Promise<void> {
    const token = await accessToken();
    let answer = await ask(request, token, target);
    // A body that was streamed is gone: only what has none is sent again, and once.
    if (answer.statusCode === 401 && request.method === 'GET') {
      await answer.body.dump();
      answer = await ask(request, await accessToken(token), target);
    }
    await checkAnswer(answer);
    response.status(answer.statusCode);
    for (const name of answerHeaders) {
      const value = answer.headers[name];
      if (value !== undefined) {
        response.setHeader(name, value);
      }
    }
    await pipeline(answer.body, response);
  }

  return { send, close: async () => pool.close() };
}

function pickHeaders({ headers }: Request): Record<string, string> {
  return Object.fromEntries(requestHeaders.flatMap((name) => (headers[name] ? [[name, String(headers[name])]] : [])));
}

/** Refuses what must not reach the browser as it is. Medplum's own refusals of what was asked pass. */
async function checkAnswer({ statusCode, headers, body }: Dispatcher.ResponseData): Promise<void> {
  const isFhir = String(headers['content-type']).includes('json');
  if (isFhir && statusCode < 500 && statusCode !== 401 && statusCode !== 429) {
    return;
  }
  await body.dump();
  if (statusCode === 429) {
    const copied = new Headers({
      'Retry-After': String(headers['retry-after'] ?? ''),
      RateLimit: String(headers['ratelimit'] ?? ''),
    });
    throw busyError('Medplum asks this server to slow down', new globalThis.Response(null, { headers: copied }));
  }
  throw statusCode === 401
    ? new MedplumError('sign_in_refused', 'Medplum refused the token of this server twice')
    : new MedplumError('failed', `Medplum answered ${statusCode}, or what answered does not speak FHIR`);
}

/** The body as it comes, up to the limit. */
function limited(request: Request): Readable {
  if (Number(request.headers['content-length'] ?? 0) > longestBodyBytes) {
    throw new HttpError(413, 'This resource is too large.', 'Send less.');
  }
  let bytes = 0;
  const counter = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      bytes += chunk.length;
      done(bytes > longestBodyBytes ? new HttpError(413, 'This resource is too large.', 'Send less.') : null, chunk);
    },
  });
  return request.pipe(counter);
}
