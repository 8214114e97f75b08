import { type Answer, textMember } from '#contract/answer.ts';
import { grants, type Group, refuses, unauthorized, when } from '#contract/case.ts';
import { basic, bearer, type Fields } from '#contract/http-client.ts';
import { clientCredentials } from '#contract/world/steps.ts';
import type { Client, World } from '#contract/world/world.ts';

const type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const nobody = '00000000-0000-4000-8000-000000000000';

/** Sends an assertion of the signing client (RFC 7523 §2.2), with these claims changed. */
async function assert(w: World, changes: object = {}, header: Readonly<{ kid?: string }> = {}): Promise<Answer> {
  return w.token(assertion(await w.idp.sign({ ...claims(w), ...changes }, header)));
}

function assertion(jwt: string): Fields {
  return { grant_type: 'client_credentials', client_assertion_type: type, client_assertion: jwt };
}

function claims(w: World): Readonly<Record<string, unknown>> {
  const now = Math.floor(Date.now() / 1000);
  const { id } = w.clients.signer;
  return { iss: id, sub: id, aud: `${w.baseUrl}oauth2/token`, jti: crypto.randomUUID(), iat: now, exp: now + 240 };
}

const says = (text: string): ReturnType<typeof refuses> => refuses(400, `invalid_request: ${text}`);
const badSignature = says('Invalid client assertion signature');
const badAudience = says('Invalid client assertion audience');

export const privateKeyJwt: Group = {
  title: 'Client authentication by private_key_jwt (RFC 7523)',
  cases: [
    when(
      'PK01',
      'the assertion is right',
      (w) => assert(w),
      (w) => grants({ accessToken: { sub: w.clients.signer.id } }),
    ),
    when('PK02', 'the audience is a list', (w) => assert(w, { aud: [`${w.baseUrl}oauth2/token`] }), badAudience),
    when('PK03', 'the audience is the issuer', (w) => assert(w, { aud: w.baseUrl }), badAudience),
    when('PK04', 'the assertion does not expire', (w) => assert(w, { exp: undefined }), grants(), {
      row: 'A client assertion does not expire',
      expect: { status: 400, says: /^invalid_request: / },
    }),
    when('PK05', 'the assertion has expired', (w) => assert(w, { exp: 1_600_000_000 }), badSignature),
    when(
      'PK06',
      'issuer and subject differ',
      (w) => assert(w, { sub: nobody }),
      says('Invalid client assertion issuer'),
    ),
    when('PK07', 'the client is unknown', (w) => assert(w, { iss: nobody, sub: nobody }), says('Client not found')),
    when(
      'PK08',
      'the client has no keys',
      (w) => assert(w, { iss: w.clients.confidential.id, sub: w.clients.confidential.id }),
      says('Client must have a JWK Set URL'),
    ),
    when('PK09', 'another key signed', async (w) => w.token(assertion(await w.idp.forge(claims(w)))), badSignature),
    when('PK10', 'the key id is unknown', (w) => assert(w, {}, { kid: 'nope' }), badSignature),
    when('PK11', 'the assertion is no JWT', (w) => w.token(assertion('abc')), says('Invalid client assertion')),
    when(
      'PK12',
      'the assertion is missing',
      (w) => w.token({ grant_type: 'client_credentials', client_assertion_type: type }),
      says('Invalid client assertion'),
    ),
    when(
      'PK13',
      'the type of the assertion is unknown',
      async (w) => w.token({ ...assertion(await w.idp.sign(claims(w))), client_assertion_type: 'urn:x' }),
      says('Unsupported client assertion type'),
    ),
    when(
      'PK14',
      'the type of the assertion is missing',
      async (w) => w.token({ grant_type: 'client_credentials', client_assertion: await w.idp.sign(claims(w)) }),
      says('Missing client_id'),
    ),
    when(
      'PK15',
      'an assertion is used twice',
      async (w) => {
        const fields = assertion(await w.idp.sign(claims(w)));
        await w.token(fields);
        return w.token(fields);
      },
      grants(),
      {
        row: 'A client assertion is used again, or another with its `jti`',
        expect: { status: 400, says: /^invalid_request: / },
      },
    ),
  ],
};

type Rotated = Readonly<{ client: Client; next: string; dropped: () => Promise<unknown> }>;

async function rotate(w: World): Promise<Rotated> {
  const client = await w.newClient();
  const path = `ClientApplication/${client.id}/$rotate-secret`;
  const send = (name: string): Promise<Answer> => {
    const parameter = [{ name, valueString: client.secret }];
    return w.fhir('POST', path, bearer(w.ownerToken), { resourceType: 'Parameters', parameter });
  };
  const next = textMember(await send('secret'), 'secret');
  return { client, next, dropped: () => send('retiringSecret') };
}

export const rotatedSecret: Group = {
  title: 'A rotated secret',
  cases: [
    when(
      'RS01',
      'the retiring secret asks for a token',
      async (w) => {
        const { client } = await rotate(w);
        return w.token(clientCredentials(client.id, client.secret));
      },
      grants(),
    ),
    when(
      'RS02',
      'the new secret asks for a token',
      async (w) => {
        const { client, next } = await rotate(w);
        return w.token(clientCredentials(client.id, next));
      },
      grants(),
    ),
    when(
      'RS03',
      'the retiring secret comes to FHIR',
      async (w) => {
        const { client } = await rotate(w);
        return w.fhir('GET', 'Patient?_count=1', basic(client.id, client.secret));
      },
      unauthorized,
    ),
    when(
      'RS04',
      'the retiring secret asks for a token after it was dropped',
      async (w) => {
        const { client, dropped } = await rotate(w);
        await dropped();
        return w.token(clientCredentials(client.id, client.secret));
      },
      says('Invalid secret'),
    ),
  ],
};
