import { type Answer, readAnswer } from './answer.ts';

/** A request is given up after this long: a server that hangs is a server that answers otherwise. */
const timeoutMilliseconds = 45_000;

/** Fields of a form, or headers. */
export type Fields = Readonly<Record<string, string>>;

/** Fields of a form in an order, one perhaps twice. */
export type Pairs = readonly (readonly [string, string])[];

/** Short ways to ask the server under test. */
export type HttpClient = Readonly<{
  baseUrl: string;
  /** Sends any request; paths are relative to the base URL. */
  send: (method: string, path: string, headers?: Fields, body?: string | Uint8Array<ArrayBuffer>) => Promise<Answer>;
  get: (path: string, headers?: Fields) => Promise<Answer>;
  postForm: (path: string, fields: Fields | Pairs, headers?: Fields) => Promise<Answer>;
  postJson: (path: string, body: unknown, headers?: Fields) => Promise<Answer>;
  /** Sends JSON with any method to `fhir/R4/` and the path. */
  fhir: (method: string, path: string, headers?: Fields, body?: unknown) => Promise<Answer>;
}>;

/** Makes a client of the server at `baseUrl`. It follows no redirects. */
export function createHttpClient(baseUrl: string): HttpClient {
  const send: HttpClient['send'] = async (method, path, headers = {}, body?) => {
    const signal = AbortSignal.timeout(timeoutMilliseconds);
    // Without `cache`, fetch adds Cache-Control to a request with If-None-Match, and there is no 304.
    const init = {
      method,
      headers,
      redirect: 'manual',
      cache: 'force-cache',
      signal,
      ...(body === undefined ? {} : { body }),
    } as const;
    return readAnswer(await fetch(new URL(path, baseUrl), init));
  };
  const sendJson = (method: string, path: string, headers: Fields, body: unknown): Promise<Answer> =>
    send(method, path, { 'content-type': 'application/json', ...headers }, JSON.stringify(body));
  return {
    baseUrl,
    send,
    get: (path, headers) => send('GET', path, headers),
    postForm: (path, fields, headers = {}) => {
      const body = new URLSearchParams(
        isPairs(fields) ? fields.map(([name, value]): [string, string] => [name, value]) : fields,
      );
      const type = { 'content-type': 'application/x-www-form-urlencoded' };
      return send('POST', path, { ...type, ...headers }, body.toString());
    },
    postJson: (path, body, headers = {}) => sendJson('POST', path, headers, body),
    fhir: (method, path, headers = {}, body?) =>
      body === undefined
        ? send(method, `fhir/R4/${path}`, headers)
        : sendJson(method, `fhir/R4/${path}`, headers, body),
  };
}

/** An Authorization header with a token (RFC 6750 §2.1). */
export function bearer(token: string): Fields {
  return { authorization: `Bearer ${token}` };
}

/** An Authorization header with client credentials, or any two words (RFC 7617). */
export function basic(id: string, secret: string): Fields {
  return { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` };
}

function isPairs(fields: Fields | Pairs): fields is Pairs {
  return Array.isArray(fields);
}
