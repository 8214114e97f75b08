import { type Answer, textMember } from '#contract/answer.ts';
import { grants, type Group, refuses, unauthorized, when } from '#contract/case.ts';
import { basic, bearer, type Fields } from '#contract/http-client.ts';
import type { Client, Setup } from '#contract/setup/setup.ts';
import { clientCredentials } from '#contract/setup/steps.ts';

const type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const nobody = '00000000-0000-4000-8000-000000000000';

/** Sends an assertion of the signing client (RFC 7523 §2.2), with these claims changed. */
async function assert(setup: Setup, changes: object = {}, header: Readonly<{ kid?: string }> = {}): Promise<Answer> {
  return setup.token(assertion(await setup.idp.sign({ ...claims(setup), ...changes }, header)));
}

function assertion(jwt: string): Fields {
  return { grant_type: 'client_credentials', client_assertion_type: type, client_assertion: jwt };
}

function claims(setup: Setup): Readonly<Record<string, unknown>> {
  const now = Math.floor(Date.now() / 1000);
  const { id } = setup.clients.signer;
  return { iss: id, sub: id, aud: `${setup.baseUrl}oauth2/token`, jti: crypto.randomUUID(), iat: now, exp: now + 240 };
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
      (setup) => assert(setup),
      (setup) => grants({ accessToken: { sub: setup.clients.signer.id } }),
    ),
    when(
      'PK02',
      'the audience is a list',
      (setup) => assert(setup, { aud: [`${setup.baseUrl}oauth2/token`] }),
      badAudience,
    ),
    when('PK03', 'the audience is the issuer', (setup) => assert(setup, { aud: setup.baseUrl }), badAudience),
    when('PK04', 'the assertion does not expire', (setup) => assert(setup, { exp: undefined }), grants(), {
      row: 'A client assertion does not expire',
      expect: { status: 400, says: /^invalid_request: / },
    }),
    when('PK05', 'the assertion has expired', (setup) => assert(setup, { exp: 1_600_000_000 }), badSignature),
    when(
      'PK06',
      'issuer and subject differ',
      (setup) => assert(setup, { sub: nobody }),
      says('Invalid client assertion issuer'),
    ),
    when(
      'PK07',
      'the client is unknown',
      (setup) => assert(setup, { iss: nobody, sub: nobody }),
      says('Client not found'),
    ),
    when(
      'PK08',
      'the client has no keys',
      (setup) => assert(setup, { iss: setup.clients.confidential.id, sub: setup.clients.confidential.id }),
      says('Client must have a JWK Set URL'),
    ),
    when(
      'PK09',
      'another key signed',
      async (setup) => setup.token(assertion(await setup.idp.forge(claims(setup)))),
      badSignature,
    ),
    when('PK10', 'the key id is unknown', (setup) => assert(setup, {}, { kid: 'nope' }), badSignature),
    when('PK11', 'the assertion is no JWT', (setup) => setup.token(assertion('abc')), says('Invalid client assertion')),
    when(
      'PK12',
      'the assertion is missing',
      (setup) => setup.token({ grant_type: 'client_credentials', client_assertion_type: type }),
      says('Invalid client assertion'),
    ),
    when(
      'PK13',
      'the type of the assertion is unknown',
      async (setup) =>
        setup.token({ ...assertion(await setup.idp.sign(claims(setup))), client_assertion_type: 'urn:x' }),
      says('Unsupported client assertion type'),
    ),
    when(
      'PK14',
      'the type of the assertion is missing',
      async (setup) =>
        setup.token({ grant_type: 'client_credentials', client_assertion: await setup.idp.sign(claims(setup)) }),
      says('Missing client_id'),
    ),
    when(
      'PK15',
      'an assertion is used twice',
      async (setup) => {
        const fields = assertion(await setup.idp.sign(claims(setup)));
        await setup.token(fields);
        return setup.token(fields);
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

async function rotate(setup: Setup): Promise<Rotated> {
  const client = await setup.newClient();
  const path = `ClientApplication/${client.id}/$rotate-secret`;
  const send = (name: string): Promise<Answer> => {
    const parameter = [{ name, valueString: client.secret }];
    return setup.fhir('POST', path, bearer(setup.ownerToken), { resourceType: 'Parameters', parameter });
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
      async (setup) => {
        const { client } = await rotate(setup);
        return setup.token(clientCredentials(client.id, client.secret));
      },
      grants(),
    ),
    when(
      'RS02',
      'the new secret asks for a token',
      async (setup) => {
        const { client, next } = await rotate(setup);
        return setup.token(clientCredentials(client.id, next));
      },
      grants(),
    ),
    when(
      'RS03',
      'the retiring secret comes to FHIR',
      async (setup) => {
        const { client } = await rotate(setup);
        return setup.fhir('GET', 'Patient?_count=1', basic(client.id, client.secret));
      },
      unauthorized,
    ),
    when(
      'RS04',
      'the retiring secret asks for a token after it was dropped',
      async (setup) => {
        const { client, dropped } = await rotate(setup);
        await dropped();
        return setup.token(clientCredentials(client.id, client.secret));
      },
      says('Invalid secret'),
    ),
  ],
};
