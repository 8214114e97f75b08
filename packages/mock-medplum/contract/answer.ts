/** An answer of the server, read whole: `body` is what the JSON says, or the text. */
export type Answer = Readonly<{ status: number; headers: Headers; body: unknown; setCookies: readonly string[] }>;

/** A JSON object of an answer, to look into. */
export type Json = Readonly<Record<string, unknown>>;

/** Reads a `fetch` response to its end. */
export async function readAnswer(response: Response): Promise<Answer> {
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: response.headers.get('content-type')?.includes('json') ? parse(text) : text,
    setCookies: response.headers.getSetCookie(),
  };
}

/** A Bot that returns text answers with text that is called JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

type Issue = Readonly<{ code?: string; details?: Readonly<{ text?: string }> }>;
type Refusal = Readonly<{ error?: string; error_description?: string; issue?: readonly Issue[] }>;

/**
 * What an answer says when it refuses, in one line whatever its form: `error: description` of OAuth JSON (RFC 6749
 * §5.2), `code: text` of each issue of an OperationOutcome, or the text.
 */
export function saying({ body }: Answer): string {
  if (typeof body !== 'object' || body === null) {
    return String(body);
  }
  const { error, error_description: description, issue } = body as Refusal;
  if (issue) {
    return issue.map(({ code, details }) => `${code}: ${details?.text}`).join('; ');
  }
  return error === undefined ? '' : `${error}: ${description}`;
}

/** One member of an answer's JSON, or undefined. */
export function member(answer: Answer, name: string): unknown {
  return typeof answer.body === 'object' && answer.body !== null ? (answer.body as Json)[name] : undefined;
}

/**
 * One member of an answer's JSON that a next step needs.
 *
 * @throws Error that shows the answer, when the member is no text.
 */
export function textMember(answer: Answer, name: string): string {
  const value = member(answer, name);
  if (typeof value !== 'string') {
    throw new TypeError(`No ${name} in the answer: ${answer.status} ${JSON.stringify(answer.body)?.slice(0, 300)}`);
  }
  return value;
}

/** A query parameter of the address that an answer redirects to. */
export function locationParameter(answer: Answer, name: string): string {
  const value = new URL(answer.headers.get('location') ?? 'about:blank').searchParams.get(name);
  if (value === null) {
    throw new TypeError(`No ${name} in the Location of ${answer.status} ${answer.headers.get('location')}`);
  }
  return value;
}

/** Header and claims of a JWT, unverified (RFC 7519). */
export function readJwt(token: unknown): Readonly<{ header: Json; claims: Json }> {
  const [header = '', claims = ''] = String(token).split('.');
  const read = (part: string): Json => {
    try {
      return JSON.parse(Buffer.from(part, 'base64url').toString()) as Json;
    } catch {
      return {};
    }
  };
  return { header: read(header), claims: read(claims) };
}
