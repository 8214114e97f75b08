import { type Answer, readJwt, textMember } from '#contract/answer.ts';
import { belowProject, type Expected, forbidden, type Group, refuses, unauthorized, when } from '#contract/case.ts';
import { basic, bearer, type Fields } from '#contract/http-client.ts';
import { goodPassword } from '#contract/setup/people.ts';
import type { Client, Setup } from '#contract/setup/setup.ts';
import { clientCredentials } from '#contract/setup/steps.ts';

const nobody = '00000000-0000-4000-8000-000000000000';
const found: Expected = { status: 200, body: { resourceType: 'Bundle', type: 'searchset' } };
const goneError: Expected = {
  ...refuses(400, 'invalid: Authentication error'),
  body: { issue: [{ diagnostics: 'OperationOutcomeError: Gone' }] },
};

const challenged =
  (scheme: string) =>
  (setup: Setup): Expected => ({
    ...unauthorized,
    headers: { 'www-authenticate': `${scheme} realm="${setup.baseUrl}"` },
  });

const read = (setup: Setup, headers: Fields = {}): Promise<Answer> => setup.fhir('GET', 'Patient?_count=1', headers);
const readInProject = (setup: Setup, projectId: string, headers: Fields): Promise<Answer> =>
  setup.get(`projects/${projectId}/fhir/R4/Patient?_count=1`, headers);

/** Gets a token of a new client, then spoils the client or its membership. */
async function readAfter(setup: Setup, spoil: (client: Client) => Promise<unknown>): Promise<Answer> {
  const client = await setup.newClient();
  const token = textMember(await setup.token(clientCredentials(client.id, client.secret)), 'access_token');
  await spoil(client);
  return read(setup, bearer(token));
}

const remove = (setup: Setup, path: string): Promise<Answer> => setup.fhir('DELETE', path, bearer(setup.ownerToken));

async function tampered(setup: Setup): Promise<string> {
  const [header, claims, signature] = (await setup.clientToken('confidential')).split('.');
  const changed = { ...readJwt(`${header}.${claims}`).claims, sub: nobody };
  return `${header}.${Buffer.from(JSON.stringify(changed)).toString('base64url')}.${signature}`;
}

async function unsigned(setup: Setup): Promise<string> {
  const { claims } = readJwt(await setup.clientToken('confidential'));
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${encode({ alg: 'none', typ: 'JWT' })}.${encode(claims)}.`;
}

async function projectToken(setup: Setup): Promise<string> {
  const { id, secret } = setup.clients.confidential;
  return textMember(
    await setup.postForm(`projects/${setup.projectId}/oauth2/token`, clientCredentials(id, secret)),
    'access_token',
  );
}

export const fhirBearer: Group = {
  title: 'Bearer tokens on FHIR (RFC 6750)',
  cases: [
    when('FB01', 'there is no token', (setup) => read(setup), challenged('Bearer')),
    when('FB02', 'the token is made up', (setup) => read(setup, bearer('abc')), challenged('Bearer')),
    when('FB03', 'the token is empty', (setup) => read(setup, { authorization: 'Bearer ' }), challenged('Bearer')),
    when(
      'FB04',
      'the scheme is unknown',
      (setup) => read(setup, { authorization: 'Digest abc' }),
      challenged('Digest'),
    ),
    when(
      'FB05',
      'the scheme is in lower case',
      async (setup) => read(setup, { authorization: `bearer ${await setup.clientToken('confidential')}` }),
      challenged('bearer'),
    ),
    when('FB06', 'the claims were changed', async (setup) => read(setup, bearer(await tampered(setup))), unauthorized),
    when('FB07', 'the token is not signed', async (setup) => read(setup, bearer(await unsigned(setup))), unauthorized),
    when(
      'FB08',
      'someone else signed the token',
      async (setup) => {
        const { claims } = readJwt(await setup.clientToken('confidential'));
        return read(setup, bearer(await setup.idp.sign(claims)));
      },
      unauthorized,
    ),
    when(
      'FB09',
      'the token is right',
      async (setup) => read(setup, bearer(await setup.clientToken('confidential'))),
      found,
    ),
    belowProject(
      when(
        'FB10',
        'a token of the project’s issuer comes to the project',
        async (setup) => readInProject(setup, setup.projectId, bearer(await projectToken(setup))),
        found,
      ),
    ),
    belowProject(
      when(
        'FB11',
        'a token of the server’s issuer comes to the project',
        async (setup) => readInProject(setup, setup.projectId, bearer(await setup.clientToken('confidential'))),
        unauthorized,
      ),
    ),
    when(
      'FB12',
      'the token is in the body',
      async (setup) => {
        return setup.postForm('fhir/R4/Patient/_search', { access_token: await setup.clientToken('confidential') });
      },
      unauthorized,
    ),
    when(
      'FB13',
      'the type is unknown',
      async (setup) => {
        return setup.fhir('GET', 'Nope', bearer(await setup.clientToken('confidential')));
      },
      refuses(400, 'structure: Unknown resource type'),
    ),
    when(
      'FB14',
      'the client was switched off after it got the token',
      (setup) => readAfter(setup, ({ id }) => setup.change(`ClientApplication/${id}`, { status: 'off' })),
      found,
    ),
    when(
      'FB15',
      'the membership was ended',
      (setup) =>
        readAfter(setup, ({ membershipId }) => setup.change(`ProjectMembership/${membershipId}`, { active: false })),
      unauthorized,
    ),
    when(
      'FB16',
      'the membership was deleted',
      (setup) => readAfter(setup, ({ membershipId }) => remove(setup, `ProjectMembership/${membershipId}`)),
      goneError,
    ),
    when(
      'FB17',
      'the client was deleted',
      (setup) => readAfter(setup, ({ id }) => remove(setup, `ClientApplication/${id}`)),
      goneError,
    ),
    when(
      'FB18',
      'the secret was changed',
      (setup) => readAfter(setup, ({ id }) => setup.change(`ClientApplication/${id}`, { secret: 'other' })),
      found,
    ),
  ],
};

const as = ({ id, secret }: Client): Fields => basic(id, secret);

export const fhirBasic: Group = {
  title: 'Client secrets on FHIR (RFC 7617)',
  cases: [
    when('FC01', 'id and secret are right', (setup) => read(setup, as(setup.clients.confidential)), found),
    when(
      'FC02',
      'the secret is wrong',
      (setup) => read(setup, basic(setup.clients.confidential.id, 'x')),
      challenged('Basic'),
    ),
    when('FC03', 'the client is unknown', (setup) => read(setup, basic(nobody, '')), challenged('Basic')),
    when(
      'FC04',
      'they are a user’s',
      (setup) => read(setup, basic(setup.practitioner.email, goodPassword)),
      challenged('Basic'),
    ),
    when('FC05', 'the client is off', (setup) => read(setup, as(setup.clients.off)), unauthorized),
    when('FC06', 'the policy blocks the address', (setup) => read(setup, as(setup.clients.blocked)), unauthorized),
    when(
      'FC07',
      'the client is no member',
      async (setup) => {
        const client = await setup.newClient();
        await remove(setup, `ProjectMembership/${client.membershipId}`);
        return read(setup, as(client));
      },
      unauthorized,
    ),
    belowProject(
      when(
        'FC08',
        'the project is another',
        (setup) => readInProject(setup, nobody, as(setup.clients.confidential)),
        forbidden,
      ),
    ),
    when(
      'FC09',
      'a batch is sent',
      (setup) => {
        const entry = [{ request: { method: 'GET', url: 'Patient?_count=0' } }];
        return setup.fhir('POST', '', as(setup.clients.confidential), { resourceType: 'Bundle', type: 'batch', entry });
      },
      { status: 200, body: { type: 'batch-response', entry: [{ response: { status: '200' } }] } },
    ),
  ],
};
