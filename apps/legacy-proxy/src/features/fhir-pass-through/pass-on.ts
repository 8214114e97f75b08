import { EventEmitter } from 'node:events';
import { Transform, Writable, type Readable } from 'node:stream';
import type { Request, Response } from 'express';
import { Pool, type Dispatcher } from 'undici';
import { MedplumError } from '#medplum/error.ts';
import { busyError } from '#medplum/pause.ts';
import { HttpError } from '#middleware/http-error.ts';

const longestBodyBytes = 256 * 1024;

/** What goes on to Medplum of a request's headers, and back of an answer's. All others stay where they are. */
const requestHeaders = ['accept', 'content-type', 'if-match', 'if-none-exist', 'if-none-match', 'prefer'];
const answerHeaders = ['content-type', 'content-length', 'etag', 'last-modified'];

export type PassOnOptions = Readonly<{
  /** Base URL of Medplum. */
  baseUrl: string;
  /** Gets a token that is valid now. Given one that Medplum refused, it gets a different one. */
  accessToken: (refused?: string) => Promise<string>;
  /** How long an answer may take, from the request to its last byte. Default is 10 seconds. */
  timeoutMs?: number;
}>;

/** Where a request goes, below Medplum's `fhir/R4/`, and the id that joins the logs. */
type Target = Readonly<{ path: string; traceparent: string }>;

type Answer = Pick<Dispatcher.StreamFactoryData, 'statusCode' | 'headers'>;

const noAnswer: Answer = { statusCode: 0, headers: {} };

export type PassOn = Readonly<{
  /** Sends a request on, and streams the answer back. */
  send: (request: Request, response: Response, target: Target) => Promise<void>;
  close: () => Promise<void>;
}>;

/** Passes requests on with the server's own token, over connections that stay open. */
export function createPassOn({ baseUrl, accessToken, timeoutMs = 10_000 }: PassOnOptions): PassOn {
  const { origin, pathname } = new URL('fhir/R4/', baseUrl);
  const pool = new Pool(origin, { connections: 32, headersTimeout: timeoutMs, bodyTimeout: timeoutMs });

  /** Asks Medplum, and streams the answer back if the browser may see it as it is. */
  async function ask(
    request: Request,
    response: Response,
    { path, traceparent, token }: Target & Readonly<{ token: string }>,
  ): Promise<Answer> {
    let answer = noAnswer;
    const options = {
      path: `${pathname}${path}`,
      method: request.method,
      headers: { ...pickHeaders(request), authorization: `Bearer ${token}`, traceparent },
      body: request.method === 'GET' ? null : limited(request),
    };
    try {
      await within(timeoutMs, async (signal) =>
        pool.stream({ ...options, signal }, (given) => {
          answer = given;
          return mayPass(given) ? begin(response, given) : nowhere();
        }),
      );
    } catch (cause) {
      throw answer !== noAnswer || cause instanceof HttpError
        ? cause
        : new MedplumError('unreachable', `No answer from ${origin}`, { cause });
    }
    return answer;
  }

  async function send(request: Request, response: Response, target: Target): Promise<void> {
    const token = await accessToken();
    let answer = await ask(request, response, { ...target, token });
    // A body that was streamed cannot be sent again: only a request without one is repeated, once.
    if (answer.statusCode === 401 && request.method === 'GET') {
      answer = await ask(request, response, { ...target, token: await accessToken(token) });
    }
    if (!mayPass(answer)) {
      throw refusal(answer);
    }
  }

  return { send, close: async () => pool.close() };
}

/** undici takes an EventEmitter for a signal as well, and an AbortSignal for each request costs far more. */
async function within(ms: number, ask: (signal: EventEmitter) => Promise<unknown>): Promise<void> {
  const signal = new EventEmitter();
  const timer = setTimeout(() => signal.emit('abort'), ms);
  await ask(signal).finally(() => clearTimeout(timer));
}

function pickHeaders({ headers }: Request): Record<string, string> {
  const picked = requestHeaders.flatMap((name) => (headers[name] ? [[name, String(headers[name])]] : []));
  return { ...Object.fromEntries(picked), 'accept-encoding': 'identity' };
}

/** Whether the browser may see an answer as it is. Medplum's own refusals of what was asked pass. */
function mayPass({ statusCode, headers }: Answer): boolean {
  const isFhir = String(headers['content-type']).includes('json');
  return isFhir && statusCode < 500 && statusCode !== 401 && statusCode !== 429;
}

function begin(response: Response, { statusCode, headers }: Answer): Writable {
  response.status(statusCode);
  for (const name of answerHeaders) {
    const value = headers[name];
    if (value !== undefined) {
      response.setHeader(name, value);
    }
  }
  return response;
}

/** Takes a body that nobody may see, so that the connection can be used again. */
function nowhere(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}

function refusal({ statusCode, headers }: Answer): MedplumError {
  if (statusCode === 429) {
    const copied = new Headers({
      'Retry-After': String(headers['retry-after'] ?? ''),
      RateLimit: String(headers['ratelimit'] ?? ''),
    });
    return busyError('Medplum asks this server to slow down', new globalThis.Response(null, { headers: copied }));
  }
  return statusCode === 401
    ? new MedplumError('sign_in_refused', 'Medplum refused the token of this server twice')
    : new MedplumError('failed', `Medplum answered ${statusCode}, or what answered does not speak FHIR`);
}

/** The body as it comes, up to the limit. */
function limited(request: Request): Readable {
  if (Number(request.headers['content-length'] ?? 0) > longestBodyBytes) {
    throw tooLarge();
  }
  let bytes = 0;
  const counter = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      bytes += chunk.length;
      done(bytes > longestBodyBytes ? tooLarge() : null, chunk);
    },
  });
  return request.pipe(counter);
}

function tooLarge(): HttpError {
  return new HttpError(413, 'This resource is too large.', 'Send less.');
}
