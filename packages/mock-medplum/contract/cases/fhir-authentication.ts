import { type Answer, readJwt, textMember } from '#contract/answer.ts';
import { type Expected, FORBIDDEN, type Group, refuses, UNAUTHORIZED, when } from '#contract/case.ts';
import { basic, bearer, type Fields } from '#contract/http-client.ts';
import { PASSWORD } from '#contract/world/people.ts';
import { clientCredentials } from '#contract/world/steps.ts';
import type { Client, World } from '#contract/world/world.ts';

const NOBODY = '00000000-0000-4000-8000-000000000000';
const FOUND: Expected = { status: 200, body: { resourceType: 'Bundle', type: 'searchset' } };
const GONE_ERROR: Expected = {
  ...refuses(400, 'invalid: Authentication error'),
  body: { issue: [{ diagnostics: 'OperationOutcomeError: Gone' }] },
};

const challenged =
  (scheme: string) =>
  (w: World): Expected => ({
    ...UNAUTHORIZED,
    headers: { 'www-authenticate': `${scheme} realm="${w.baseUrl}"` },
  });

const read = (w: World, headers: Fields = {}): Promise<Answer> => w.fhir('GET', 'Patient?_count=1', headers);
const readInProject = (w: World, projectId: string, headers: Fields): Promise<Answer> =>
  w.get(`projects/${projectId}/fhir/R4/Patient?_count=1`, headers);

/** Gets a token of a new client, then spoils the client or its membership. */
async function readAfter(w: World, spoil: (client: Client) => Promise<unknown>): Promise<Answer> {
  const client = await w.newClient();
  const token = textMember(await w.token(clientCredentials(client.id, client.secret)), 'access_token');
  await spoil(client);
  return read(w, bearer(token));
}

const remove = (w: World, path: string): Promise<Answer> => w.fhir('DELETE', path, bearer(w.ownerToken));

async function tampered(w: World): Promise<string> {
  const [header, claims, signature] = (await w.clientToken('confidential')).split('.');
  const changed = { ...readJwt(`${header}.${claims}`).claims, sub: NOBODY };
  return `${header}.${Buffer.from(JSON.stringify(changed)).toString('base64url')}.${signature}`;
}

async function unsigned(w: World): Promise<string> {
  const { claims } = readJwt(await w.clientToken('confidential'));
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${encode({ alg: 'none', typ: 'JWT' })}.${encode(claims)}.`;
}

async function projectToken(w: World): Promise<string> {
  const { id, secret } = w.clients.confidential;
  return textMember(
    await w.postForm(`projects/${w.projectId}/oauth2/token`, clientCredentials(id, secret)),
    'access_token',
  );
}

export const fhirBearer: Group = {
  title: 'Bearer tokens on FHIR (RFC 6750)',
  cases: [
    when('FB01', 'there is no token', (w) => read(w), challenged('Bearer')),
    when('FB02', 'the token is made up', (w) => read(w, bearer('abc')), challenged('Bearer')),
    when('FB03', 'the token is empty', (w) => read(w, { authorization: 'Bearer ' }), challenged('Bearer')),
    when('FB04', 'the scheme is unknown', (w) => read(w, { authorization: 'Digest abc' }), challenged('Digest')),
    when(
      'FB05',
      'the scheme is in lower case',
      async (w) => read(w, { authorization: `bearer ${await w.clientToken('confidential')}` }),
      challenged('bearer'),
    ),
    when('FB06', 'the claims were changed', async (w) => read(w, bearer(await tampered(w))), UNAUTHORIZED),
    when('FB07', 'the token is not signed', async (w) => read(w, bearer(await unsigned(w))), UNAUTHORIZED),
    when(
      'FB08',
      'someone else signed the token',
      async (w) => {
        const { claims } = readJwt(await w.clientToken('confidential'));
        return read(w, bearer(await w.idp.sign(claims)));
      },
      UNAUTHORIZED,
    ),
    when('FB09', 'the token is right', async (w) => read(w, bearer(await w.clientToken('confidential'))), FOUND),
    when(
      'FB10',
      'a token of the project’s issuer comes to the project',
      async (w) => readInProject(w, w.projectId, bearer(await projectToken(w))),
      FOUND,
    ),
    when(
      'FB11',
      'a token of the server’s issuer comes to the project',
      async (w) => readInProject(w, w.projectId, bearer(await w.clientToken('confidential'))),
      UNAUTHORIZED,
    ),
    when(
      'FB12',
      'the token is in the body',
      async (w) => {
        return w.postForm('fhir/R4/Patient/_search', { access_token: await w.clientToken('confidential') });
      },
      UNAUTHORIZED,
    ),
    when(
      'FB13',
      'the type is unknown',
      async (w) => {
        return w.fhir('GET', 'Nope', bearer(await w.clientToken('confidential')));
      },
      refuses(400, 'structure: Unknown resource type'),
    ),
    when(
      'FB14',
      'the client was switched off after it got the token',
      (w) => readAfter(w, ({ id }) => w.change(`ClientApplication/${id}`, { status: 'off' })),
      FOUND,
    ),
    when(
      'FB15',
      'the membership was ended',
      (w) => readAfter(w, ({ membershipId }) => w.change(`ProjectMembership/${membershipId}`, { active: false })),
      UNAUTHORIZED,
    ),
    when(
      'FB16',
      'the membership was deleted',
      (w) => readAfter(w, ({ membershipId }) => remove(w, `ProjectMembership/${membershipId}`)),
      GONE_ERROR,
    ),
    when(
      'FB17',
      'the client was deleted',
      (w) => readAfter(w, ({ id }) => remove(w, `ClientApplication/${id}`)),
      GONE_ERROR,
    ),
    when(
      'FB18',
      'the secret was changed',
      (w) => readAfter(w, ({ id }) => w.change(`ClientApplication/${id}`, { secret: 'other' })),
      FOUND,
    ),
  ],
};

const as = ({ id, secret }: Client): Fields => basic(id, secret);

export const fhirBasic: Group = {
  title: 'Client secrets on FHIR (RFC 7617)',
  cases: [
    when('FC01', 'id and secret are right', (w) => read(w, as(w.clients.confidential)), FOUND),
    when('FC02', 'the secret is wrong', (w) => read(w, basic(w.clients.confidential.id, 'x')), challenged('Basic')),
    when('FC03', 'the client is unknown', (w) => read(w, basic(NOBODY, '')), challenged('Basic')),
    when('FC04', 'they are a user’s', (w) => read(w, basic(w.practitioner.email, PASSWORD)), challenged('Basic')),
    when('FC05', 'the client is off', (w) => read(w, as(w.clients.off)), UNAUTHORIZED),
    when('FC06', 'the policy blocks the address', (w) => read(w, as(w.clients.blocked)), UNAUTHORIZED),
    when(
      'FC07',
      'the client is no member',
      async (w) => {
        const client = await w.newClient();
        await remove(w, `ProjectMembership/${client.membershipId}`);
        return read(w, as(client));
      },
      UNAUTHORIZED,
    ),
    when('FC08', 'the project is another', (w) => readInProject(w, NOBODY, as(w.clients.confidential)), FORBIDDEN),
    when(
      'FC09',
      'a batch is sent',
      (w) => {
        const entry = [{ request: { method: 'GET', url: 'Patient?_count=0' } }];
        return w.fhir('POST', '', as(w.clients.confidential), { resourceType: 'Bundle', type: 'batch', entry });
      },
      { status: 200, body: { type: 'batch-response', entry: [{ response: { status: '200' } }] } },
    ),
  ],
};
