import { medplumEndpoints } from '@auth-patterns/auth-config';
import { fault, notChecked, ok, type Finding } from '#doctor/finding.ts';
import { ask, readJson, type Outside } from '#doctor/outside.ts';

/** A Medplum server that answers, or the mock. */
export type Server = Readonly<{
  baseUrl: string;
  isMock: boolean;
  /** Its clock, in milliseconds since the epoch; exact to a second. */
  dateMs: number | undefined;
}>;

type Reached = Readonly<{ findings: readonly Finding[]; server?: Server }>;

/**
 * Whether a Medplum server answers at an address, under that name, and offers what the apps need (RFC 8414).
 *
 * @param variable - The setting that holds the address.
 * @param mockUrl - Where `npm start` would have the mock.
 */
export async function reachServer(
  baseUrl: string,
  { variable, mockUrl, outside }: Readonly<{ variable: string; mockUrl: string; outside: Pick<Outside, 'fetch'> }>,
): Promise<Reached> {
  const answer = await ask(outside, new URL('.well-known/openid-configuration', baseUrl).href);
  if (!answer) {
    const what = `Nobody answers at ${baseUrl}. What Medplum would say is not checked.`;
    return {
      findings: [
        baseUrl === mockUrl
          ? notChecked('server', what, 'the mock: npm start, in another terminal')
          : fault('server', what, `Start that server, or correct ${variable}.`),
      ],
    };
  }
  const found = await readJson(answer);
  if (!answer.ok || typeof found['issuer'] !== 'string' || typeof found['token_endpoint'] !== 'string') {
    return {
      findings: [
        fault(
          'server',
          `${baseUrl} answers (HTTP ${answer.status}), but not as a Medplum server does.`,
          `${variable} is the address of the API, such as https://api.medplum.com/, not of the web app.`,
        ),
      ],
    };
  }
  const problems = [
    ...namesItself(baseUrl, found['issuer'], variable),
    ...offers(found),
    ...(await hasKeys(found, outside)),
  ];
  const mock = await ask(outside, new URL('mock', baseUrl).href);
  const isMock = mock?.ok === true && (await readJson(mock))['baseUrl'] === baseUrl;
  const { version, dateMs } = await health(baseUrl, outside);
  const what = isMock ? 'the mock answers' : `Medplum ${version} answers`;
  return {
    findings: problems.length > 0 ? problems : [ok('server', `${what} at ${baseUrl}, under that name`)],
    server: { baseUrl, isMock, dateMs },
  };
}

/** Tokens carry the name by which the server calls itself, and an app that knows it by another one refuses them. */
function namesItself(baseUrl: string, issuer: string, variable: string): Finding[] {
  const named = issuer.endsWith('/') ? issuer : `${issuer}/`;
  return named === baseUrl
    ? []
    : [
        fault(
          'server',
          `The server at ${baseUrl} calls itself ${issuer}, so its tokens are another server's.`,
          `Set ${variable}=${named}, or the server's own baseUrl to ${baseUrl}`,
        ),
      ];
}

function offers(found: Readonly<Record<string, unknown>>): Finding[] {
  const methods = found['code_challenge_methods_supported'];
  return Array.isArray(methods) && methods.includes('S256')
    ? []
    : [fault('server', 'The server does not offer PKCE with S256.', 'Update it: Medplum has offered S256 for years.')];
}

async function hasKeys(found: Readonly<Record<string, unknown>>, outside: Pick<Outside, 'fetch'>): Promise<Finding[]> {
  const url = String(found['jwks_uri']);
  const answer = URL.canParse(url) ? await ask(outside, url) : undefined;
  const keys = answer?.ok ? (await readJson(answer))['keys'] : undefined;
  return Array.isArray(keys) && keys.length > 0
    ? []
    : [
        fault(
          'server',
          'The server gives no keys to check its ID tokens with.',
          `Look at ${url}: it has to answer with a JWK Set.`,
        ),
      ];
}

async function health(
  baseUrl: string,
  outside: Pick<Outside, 'fetch'>,
): Promise<Readonly<{ version: string; dateMs: number | undefined }>> {
  const answer = await ask(outside, medplumEndpoints(baseUrl).healthcheck);
  const date = Date.parse(answer?.headers.get('date') ?? '');
  const version = answer ? (await readJson(answer))['version'] : undefined;
  return {
    version: typeof version === 'string' ? version : 'of an unknown version',
    dateMs: Number.isNaN(date) ? undefined : date,
  };
}
