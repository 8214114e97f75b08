import { createDemoProject, demoAccount, demoIds } from '@auth-patterns/demo-project';
import { startMockMedplum, type MockMedplum } from '@auth-patterns/mock-medplum';
import { createControlClient, type ControlClient } from '@auth-patterns/mock-medplum/control';
import { afterAll, beforeAll, expect, test } from 'vitest';

const { clients, memberships, patients, project } = demoIds;
// The example of RFC 7636 appendix B.
const codeVerifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const pkce = { codeChallenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM', codeChallengeMethod: 'S256' };
const preAuthorized = 'urn:ietf:params:oauth:grant-type:pre-authorized_code';

let mock: MockMedplum;
let control: ControlClient;

beforeAll(async () => {
  mock = await startMockMedplum({ project: createDemoProject(), control: true });
  control = createControlClient(mock.baseUrl);
});
afterAll(async () => mock.close());

type Answer = Readonly<{ status: number; body: Readonly<Record<string, unknown>> }>;

async function send(path: string, init?: RequestInit): Promise<Answer> {
  const response = await fetch(new URL(path, mock.baseUrl), init);
  return { status: response.status, body: (await response.json()) as Answer['body'] };
}

function post(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  const json = { 'content-type': 'application/json', ...headers };
  return send(path, { method: 'POST', body: JSON.stringify(body), headers: json });
}

function redeem(fields: Readonly<Record<string, unknown>>): Promise<Answer> {
  return send('oauth2/token', { method: 'POST', body: new URLSearchParams(fields as Record<string, string>) });
}

function signIn(firstName: string, more: object = {}): Promise<Answer> {
  const { email, password } = demoAccount(firstName);
  return post('auth/login', { email, password, clientId: clients.spaClient, scope: 'openid', ...pkce, ...more });
}

async function asUser(email: string): Promise<Readonly<{ authorization: string }>> {
  return { authorization: `Bearer ${(await control.makeSession({ user: email })).accessToken}` };
}

test('Vera, who signs in from this machine, is refused by the rule of her policy', async () => {
  expect(await signIn('Vera')).toMatchObject({
    status: 400,
    body: { issue: [{ details: { text: 'IP address not allowed' } }] },
  });
});

test('Ravi, at his first sign-in, is told to set up a second factor', async () => {
  expect(await signIn('Ravi')).toMatchObject({ status: 200, body: { mfaEnrollRequired: true } });
});

test('someone who registers, becomes a patient who sees nobody else', async () => {
  const person = { firstName: 'Nia', lastName: 'Newman', email: 'nia@example.com', password: 'a-new-password-2026' };
  const user = await post('auth/newuser', { ...person, projectId: project, clientId: clients.spaClient, ...pkce });
  const { body } = await post('auth/newpatient', { login: user.body['login'], projectId: project });

  const tokens = await redeem({ grant_type: 'authorization_code', code: body['code'], code_verifier: codeVerifier });
  const headers = { authorization: `Bearer ${String(tokens.body['access_token'])}` };
  const seen = await send('fhir/R4/Patient', { headers });

  expect(seen.body).toMatchObject({ entry: [{ resource: { name: [{ family: 'Newman' }] } }] });
});

test('Olive, for a patient, gets a code by which spa-client signs that patient in', async () => {
  const onBehalfOf = { 'x-medplum-on-behalf-of': `ProjectMembership/${memberships.sam}` };
  const headers = { ...(await asUser('olive.owner@clinic.example')), ...onBehalfOf };
  const { body } = await post('auth/preauthorize', { clientId: clients.spaClient }, headers);

  const code = { 'pre-authorized_code': body['preAuthorizedCode'], client_id: clients.spaClient };
  const tokens = await redeem({ grant_type: preAuthorized, ...code });

  expect(tokens.body).toMatchObject({ profile: { reference: `Patient/${patients.sam}` } });
});

test('Sam, who may read his client for that code, does not see its secret and provider', async () => {
  const headers = await asUser('sam.carter@example.com');

  const { body } = await send(`fhir/R4/ClientApplication/${clients.spaClient}`, { headers });

  expect(body).toMatchObject({ name: 'spa-client' });
  expect(JSON.stringify(body)).not.toMatch(/secret"|identityProvider/);
});

test.each(['maya.rivera@clinic.example', 'sam.carter@example.com'])(
  '%s, who wants to be told of changes, may by websocket and not by rest-hook',
  async (email) => {
    const headers = await asUser(email);
    const create = async (channel: object): Promise<Answer> => {
      const resource = { resourceType: 'Subscription', status: 'active', reason: 'page', criteria: 'Observation' };
      return post('fhir/R4/Subscription', { ...resource, channel }, headers);
    };

    const own = await create({ type: 'websocket' });
    const binding = await send(`fhir/R4/Subscription/${String(own.body['id'])}/$get-ws-binding-token`, { headers });

    expect([own.status, binding.status]).toEqual([201, 200]);
    expect((await create({ type: 'rest-hook', endpoint: 'http://localhost:9/' })).status).toBe(403);
  },
);

test('Maya, who launches spa-client from a chart, gives it the patient and the encounter', async () => {
  const context = {
    resourceType: 'SmartAppLaunch',
    patient: { reference: `Patient/${patients.sam}` },
    encounter: { reference: `Encounter/${demoIds.encounters.sam}` },
  };
  const { body: launch } = await post('fhir/R4/SmartAppLaunch', context, await asUser('maya.rivera@clinic.example'));
  const { body } = await signIn('Maya', { launch: launch['id'], scope: 'openid launch' });

  const tokens = await redeem({ grant_type: 'authorization_code', code: body['code'], code_verifier: codeVerifier });

  expect(tokens.body).toMatchObject({ encounter: demoIds.encounters.sam });
  expect(tokens.body).toHaveProperty('patient');
});
