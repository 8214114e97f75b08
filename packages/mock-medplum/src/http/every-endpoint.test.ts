import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { IDS, PASSWORD, REDIRECT_URI, SECRET } from '#project/test-project.ts';
import { basic, bearer, CHALLENGE, startTestMedplum, type TestMedplum } from '#test-medplum.ts';

/** A request that takes longer than this hangs. */
const TIMEOUT_MILLISECONDS = 10_000;

const MEMBER = `admin/projects/${IDS.project}/members/${IDS.nothing}`;
const PERSON = { firstName: 'A', lastName: 'B', email: 'a@b.example', password: PASSWORD };
const PKCE = { codeChallenge: CHALLENGE, codeChallengeMethod: 'S256' };

/** Every endpoint outside of FHIR's resources, with fields that bring a request far into it. */
const ENDPOINTS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  '': {},
  healthcheck: {},
  '.well-known/openid-configuration': {},
  '.well-known/oauth-protected-resource': { resource: 'x' },
  'oauth2/authorize': { client_id: IDS.spa, redirect_uri: REDIRECT_URI, scope: 'openid', response_type: 'code' },
  'oauth2/token': { grant_type: 'client_credentials', client_id: IDS.device, client_secret: SECRET },
  'oauth2/userinfo': {},
  'oauth2/logout': {},
  'oauth2/introspect': { token: 'a.b.c' },
  'oauth2/register': { redirect_uris: ['http://localhost:9615'] },
  oauth: { client_id: IDS.spa, redirect_uri: REDIRECT_URI },
  'auth/method': { email: 'a@b.example' },
  'auth/login': { email: 'paula@example.com', password: PASSWORD, clientId: IDS.spa, ...PKCE },
  [`auth/login/${IDS.nothing}`]: {},
  'auth/profile': { login: IDS.nothing, profile: IDS.nothing },
  'auth/scope': { login: IDS.nothing, scope: 'openid user/*.cruds' },
  [`auth/clientinfo/${IDS.spa}`]: {},
  'auth/me': {},
  'auth/revoke': { loginId: IDS.nothing },
  'auth/newuser': { ...PERSON, projectId: 'new', ...PKCE },
  'auth/newproject': { login: IDS.nothing, projectName: 'x' },
  'auth/newpatient': { login: IDS.nothing, projectId: IDS.project },
  'auth/changepassword': { oldPassword: PASSWORD, newPassword: 'another-password' },
  'auth/resetpassword': { email: 'paula@example.com', sendEmail: false },
  'auth/setpassword': { id: IDS.nothing, secret: 'x', password: PASSWORD },
  'auth/verifyemail': { id: IDS.nothing, secret: 'x' },
  'auth/mfa/status': {},
  'auth/mfa/enroll': { token: '123456' },
  'auth/mfa/login-enroll': { login: IDS.nothing, token: '123456' },
  'auth/mfa/verify': { login: IDS.nothing, token: '123456' },
  'auth/mfa/disable': { token: '123456' },
  'auth/external': { code: 'x', state: JSON.stringify({ clientId: IDS.spa }) },
  'auth/google': { googleClientId: 'x', googleCredential: 'a.b.c' },
  'auth/exchange': { externalAccessToken: 'x', clientId: IDS.spa },
  'auth/preauthorize': { clientId: IDS.spa, expiresIn: 60 },
  'admin/projects/setpassword': { email: 'pat@example.com', password: PASSWORD },
  [`admin/projects/${IDS.project}`]: {},
  [`admin/projects/${IDS.project}/client`]: { name: 'x' },
  [`admin/projects/${IDS.project}/bot`]: { name: 'x' },
  [`admin/projects/${IDS.project}/invite`]: { resourceType: 'Practitioner', ...PERSON, sendEmail: false },
  [MEMBER]: { resourceType: 'ProjectMembership' },
  [`${MEMBER}/mfa/reset`]: {},
  [`webhook/${IDS.nothing}`]: { a: 1 },
  [`projects/${IDS.project}/oauth2/token`]: { grant_type: 'refresh_token', refresh_token: 'a.b.c' },
  't/other/healthcheck': {},
  'fhir/R4/metadata': {},
  [`fhir/R4/Bot/${IDS.nothing}/$execute`]: {},
  [`fhir/R4/Bot/${IDS.nothing}/$deploy`]: { code: 'x' },
  [`fhir/R4/Agent/${IDS.nothing}/$push`]: { body: 'x', contentType: 'text/plain', destination: 'Device/x' },
  [`fhir/R4/Subscription/${IDS.nothing}/$get-ws-binding-token`]: {},
  [`fhir/R4/ClientApplication/${IDS.spa}/$rotate-secret`]: { resourceType: 'Parameters', parameter: [] },
  'fhir/R4/$graphql': { query: '{ PatientList { id } }' },
  [`storage/${IDS.nothing}/${IDS.nothing}`]: {},
  mock: {},
  signin: { login: IDS.nothing },
  'mock/clock': { now: 'x' },
  'mock/mail': {},
  'mock/tenants': { name: '../x' },
};

const endpoint = fc.constantFrom(...Object.entries(ENDPOINTS));
const method = fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD');
const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', '__proto__', '\u0000', '%', '../..'),
);
const change = fc.tuple(fc.nat(), fc.oneof(text, fc.jsonValue()));
const headerText = fc.string().map((value) => value.replaceAll(/[^\t\u0020-\u007e\u0080-\u00ff]/g, ''));
const headers = fc.record(
  {
    'content-encoding': fc.constantFrom('gzip', 'br', 'deflate', 'identity', 'nope'),
    'x-medplum-on-behalf-of': fc.oneof(headerText, fc.constant(`Practitioner/${IDS.paula}`)),
    'x-forwarded-for': headerText,
    'x-medplum': fc.constantFrom('extended', ''),
    traceparent: headerText,
    cookie: headerText.map((value) => `medplum-${IDS.spa}=${value}`),
    origin: headerText,
    accept: headerText,
    prefer: fc.constantFrom('respond-async', 'return=minimal', ''),
    'if-match': headerText,
  },
  { requiredKeys: [] },
);
const encoding = fc.constantFrom('json', 'form', 'text', 'multipart', 'strange charset', 'unparsable', 'none');
const caller = fc.constantFrom('nobody', 'user', 'admin', 'client', 'garbage');

type Body = Readonly<{ type?: string; content?: string }>;

function bodyOf(kind: string, fields: Readonly<Record<string, unknown>>): Body {
  const json = JSON.stringify(fields);
  const form = new URLSearchParams(
    Object.entries(fields).map(([name, value]): [string, string] => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );
  const bodies: Readonly<Record<string, Body>> = {
    json: { type: 'application/json', content: json },
    form: { type: 'application/x-www-form-urlencoded', content: form.toString() },
    text: { type: 'text/plain', content: json },
    multipart: { type: 'multipart/form-data; boundary=x', content: '--x\r\n\r\n' },
    'strange charset': { type: 'application/json; charset=utf-99', content: json },
    unparsable: { type: 'application/fhir+json', content: json.slice(0, -1) },
  };
  return bodies[kind] ?? {};
}

/** Reads the answer to its end, so that one that never ends is noticed. */
async function statusOf({ baseUrl }: TestMedplum, path: string, init: RequestInit): Promise<number> {
  const signal = AbortSignal.timeout(TIMEOUT_MILLISECONDS);
  const response = await fetch(new URL(path, baseUrl), { redirect: 'manual', ...init, signal });
  await response.arrayBuffer();
  return response.status;
}

async function identities(medplum: TestMedplum): Promise<Readonly<Record<string, Readonly<Record<string, string>>>>> {
  return {
    nobody: {},
    garbage: { authorization: 'Basic !!' },
    user: bearer((await medplum.signIn()).access_token),
    admin: bearer(await medplum.clientToken(IDS.admin)),
    client: basic(IDS.device, SECRET),
  };
}

test(
  '[M3] any endpoint, whatever method, headers, encoding and values it is sent, answers in time and never with a 5xx',
  { timeout: 120_000 },
  async () => {
    await using medplum = await startTestMedplum({ control: true, superAdmin: true });
    const who = await identities(medplum);

    await fc.assert(
      fc.asyncProperty(
        fc.record({ endpoint, method, change, headers, encoding, caller }),
        async ({ endpoint: [path, good], method: verb, change: [index, value], encoding: kind, ...request }) => {
          const names = [...Object.keys(good), 'state', 'x'];
          const { type, content } = bodyOf(kind, { ...good, [names[index % names.length] ?? 'x']: value });
          const hasBody = !['GET', 'HEAD'].includes(verb) && content !== undefined;
          const query = hasBody ? '' : `?${bodyOf('form', { ...good, state: value }).content ?? ''}`;
          const status = await statusOf(medplum, `${path}${query}`, {
            method: verb,
            headers: {
              ...request.headers,
              ...who[request.caller],
              ...(type === undefined ? {} : { 'content-type': type }),
            },
            ...(hasBody ? { body: content } : {}),
          });

          expect(status).toBeLessThan(500);
        },
      ),
      { numRuns: 600 },
    );
    expect(medplum.log.filter(({ event }) => event !== 'refused')).toEqual([]);
  },
);

test('[M3] any endpoint, sent more than it takes, refuses in time and never fails', { timeout: 60_000 }, async () => {
  await using medplum = await startTestMedplum({ control: true });
  const content = JSON.stringify({ x: 'x'.repeat(2_000_000) });

  for (const path of Object.keys(ENDPOINTS)) {
    const status = await statusOf(medplum, path, {
      method: 'POST',
      body: content,
      headers: { 'content-type': 'application/json' },
    });

    expect({ path, failed: status >= 500 }).toEqual({ path, failed: false });
  }
  expect(medplum.log).toEqual([]);
});
