import { type Answer, readJwt, textMember } from '#contract/answer.ts';
import { type Expected, forbidden, type Group, refuses, unauthorized, when } from '#contract/case.ts';
import { basic, bearer, type Fields } from '#contract/http-client.ts';
import { goodPassword } from '#contract/world/people.ts';
import { clientCredentials } from '#contract/world/steps.ts';
import type { Client, World } from '#contract/world/world.ts';

const nobody = '00000000-0000-4000-8000-000000000000';
const found: Expected = { status: 200, body: { resourceType: 'Bundle', type: 'searchset' } };
const goneError: Expected = {
  ...refuses(400, 'invalid: Authentication error'),
  body: { issue: [{ diagnostics: 'OperationOutcomeError: Gone' }] },
};

const challenged =
  (scheme: string) =>
  (w: World): Expected => ({
    ...unauthorized,
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
  const changed = { ...readJwt(`${header}.${claims}`).claims, sub: nobody };
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
    when('FB06', 'the claims were changed', async (w) => read(w, bearer(await tampered(w))), unauthorized),
    when('FB07', 'the token is not signed', async (w) => read(w, bearer(await unsigned(w))), unauthorized),
    when(
      'FB08',
      'someone else signed the token',
      async (w) => {
        const { claims } = readJwt(await w.clientToken('confidential'));
        return read(w, bearer(await w.idp.sign(claims)));
      },
      unauthorized,
    ),
    when('FB09', 'the token is right', async (w) => read(w, bearer(await w.clientToken('confidential'))), found),
    when(
      'FB10',
      'a token of the project’s issuer comes to the project',
      async (w) => readInProject(w, w.projectId, bearer(await projectToken(w))),
      found,
    ),
    when(
      'FB11',
      'a token of the server’s issuer comes to the project',
      async (w) => readInProject(w, w.projectId, bearer(await w.clientToken('confidential'))),
      unauthorized,
    ),
    when(
      'FB12',
      'the token is in the body',
      async (w) => {
        return w.postForm('fhir/R4/Patient/_search', { access_token: await w.clientToken('confidential') });
      },
      unauthorized,
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
      found,
    ),
    when(
      'FB15',
      'the membership was ended',
      (w) => readAfter(w, ({ membershipId }) => w.change(`ProjectMembership/${membershipId}`, { active: false })),
      unauthorized,
    ),
    when(
      'FB16',
      'the membership was deleted',
      (w) => readAfter(w, ({ membershipId }) => remove(w, `ProjectMembership/${membershipId}`)),
      goneError,
    ),
    when(
      'FB17',
      'the client was deleted',
      (w) => readAfter(w, ({ id }) => remove(w, `ClientApplication/${id}`)),
      goneError,
    ),
    when(
      'FB18',
      'the secret was changed',
      (w) => readAfter(w, ({ id }) => w.change(`ClientApplication/${id}`, { secret: 'other' })),
      found,
    ),
  ],
};

const as = ({ id, secret }: Client): Fields => basic(id, secret);

export const fhirBasic: Group = {
  title: 'Client secrets on FHIR (RFC 7617)',
  cases: [
    when('FC01', 'id and secret are right', (w) => read(w, as(w.clients.confidential)), found),
    when('FC02', 'the secret is wrong', (w) => read(w, basic(w.clients.confidential.id, 'x')), challenged('Basic')),
    when('FC03', 'the client is unknown', (w) => read(w, basic(nobody, '')), challenged('Basic')),
    when('FC04', 'they are a user’s', (w) => read(w, basic(w.practitioner.email, goodPassword)), challenged('Basic')),
    when('FC05', 'the client is off', (w) => read(w, as(w.clients.off)), unauthorized),
    when('FC06', 'the policy blocks the address', (w) => read(w, as(w.clients.blocked)), unauthorized),
    when(
      'FC07',
      'the client is no member',
      async (w) => {
        const client = await w.newClient();
        await remove(w, `ProjectMembership/${client.membershipId}`);
        return read(w, as(client));
      },
      unauthorized,
    ),
    when('FC08', 'the project is another', (w) => readInProject(w, nobody, as(w.clients.confidential)), forbidden),
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
