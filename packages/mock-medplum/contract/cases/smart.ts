import { type Answer, textMember } from '#contract/answer.ts';
import { type Expected, forbidden, type Group, notFound, when } from '#contract/case.ts';
import { bearer } from '#contract/http-client.ts';
import { redirectUri } from '#contract/setup/client-kinds.ts';
import type { Setup } from '#contract/setup/setup.ts';
import { s256Challenge, clientCredentials } from '#contract/setup/steps.ts';
import { asConfidential } from './as-confidential.ts';
import { makeLaunch } from './make-launch.ts';
import { observation } from './observation.ts';

/** Signs in within the launch of an app for Alice. */
async function launched(setup: Setup): Promise<Answer> {
  const changes = { scope: 'launch openid patient/*.rs', launch: await makeLaunch(setup, setup.alice) };
  return setup.redeem(textMember(await setup.login(changes), 'code'));
}

async function inLaunch(setup: Setup, method: string, path: string, body?: unknown): Promise<Answer> {
  return setup.fhir(method, path, bearer(textMember(await launched(setup), 'access_token')), body);
}

export const smartLaunch: Group = {
  title: 'SMART App Launch 2.2',
  cases: [
    when(
      'SL01',
      'a launch is made',
      async (setup) => {
        return asConfidential(setup, 'POST', 'SmartAppLaunch', {
          resourceType: 'SmartAppLaunch',
          patient: { reference: `Patient/${setup.alice}` },
        });
      },
      { status: 201, members: 'resourceType patient id meta' },
    ),
    when(
      'SL02',
      'an app asks for authorization in a launch',
      async (setup) => {
        const query = new URLSearchParams({
          response_type: 'code',
          client_id: setup.clients.spa.id,
          redirect_uri: redirectUri,
          scope: 'launch openid patient/*.rs',
          state: 'x',
          launch: await makeLaunch(setup, setup.alice),
          aud: `${setup.baseUrl}fhir/R4`,
          code_challenge: s256Challenge,
          code_challenge_method: 'S256',
        });
        return setup.get(`oauth2/authorize?${query.toString()}`);
      },
      { status: 302, headers: { location: /\/oauth\?.*&launch=[0-9a-f-]{36}&/ } },
    ),
    when('SL03', 'the code is exchanged', launched, (setup) => ({
      status: 200,
      body: { patient: setup.alice, scope: 'launch openid patient/*.rs', need_patient_banner: true },
    })),
    when('SL04', 'the Patient of the launch is read', (setup) => inLaunch(setup, 'GET', `Patient/${setup.alice}`), {
      status: 200,
    }),
    when('SL05', 'another Patient is read', (setup) => inLaunch(setup, 'GET', `Patient/${setup.bob}`), notFound),
    when(
      'SL06',
      'something is written',
      (setup) => inLaunch(setup, 'POST', 'Observation', observation(setup.alice)),
      forbidden,
    ),
    when(
      'SL07',
      'the token is introspected',
      async (setup) =>
        setup.postForm('oauth2/introspect', { token: textMember(await launched(setup), 'access_token') }),
      (setup) => ({ status: 200, body: { active: true, patient: setup.alice } }),
    ),
  ],
};

async function scoped(setup: Setup, scope: string, method: 'read' | 'search' | 'create'): Promise<Answer> {
  const { id, secret } = setup.clients.confidential;
  const headers = bearer(textMember(await setup.token({ ...clientCredentials(id, secret), scope }), 'access_token'));
  const requests = {
    read: () => setup.fhir('GET', `Patient/${setup.alice}`, headers),
    search: () => setup.fhir('GET', 'Observation?_count=1', headers),
    create: () => setup.fhir('POST', 'Observation', headers, observation(setup.alice)),
  };
  return requests[method]();
}

const read: Expected = { status: 200, body: { resourceType: 'Patient' } };
const searched: Expected = { status: 200, body: { resourceType: 'Bundle' } };
const created: Expected = { status: 201 };

/** Scopes of a client, and what it may then do: read a Patient, search and create Observations. */
const scopes: readonly (readonly [id: string, scope: string, ...answers: readonly Expected[]])[] = [
  ['SS01', 'system/Patient.rs', read, forbidden, forbidden],
  ['SS02', 'system/Patient.read', read, forbidden, forbidden],
  ['SS03', 'system/*.*', read, searched, created],
  ['SS04', 'openid', read, searched, created],
  ['SS05', 'wibble', read, searched, created],
  ['SS06', 'user/Patient.rs', read, forbidden, forbidden],
  ['SS07', 'patient/Patient.rs', read, forbidden, forbidden],
  ['SS08', 'system/Observation.rs?status=final', forbidden],
];
const methods = ['read', 'search', 'create'] as const;

export const smartScopes: Group = {
  title: 'SMART scopes of a client',
  cases: scopes.flatMap(([id, scope, ...answers]) =>
    answers.map((expected, index) => {
      const method = methods[index] ?? 'read';
      return when(
        `${id}${method[0]}`,
        `the scope is ${scope}: ${method}`,
        (setup) => scoped(setup, scope, method),
        expected,
      );
    }),
  ),
};
