import { belowProject, grants, type Group, refuses, when } from '#contract/case.ts';
import { basic } from '#contract/http-client.ts';
import type { ClientName } from '#contract/setup/client-kinds.ts';
import type { Setup } from '#contract/setup/setup.ts';
import { clientCredentials } from '#contract/setup/steps.ts';

const credentials = { grant_type: 'client_credentials' };
const nobody = '00000000-0000-4000-8000-000000000000';

const ask = (setup: Setup, name: ClientName, more: Readonly<Record<string, string>> = {}): ReturnType<Setup['token']> =>
  setup.token({ ...clientCredentials(setup.clients[name].id, setup.clients[name].secret), ...more });

const secretOf = ({ clients }: Setup): string => clients.confidential.secret;
const idOf = ({ clients }: Setup): string => clients.confidential.id;

const invalidClient = refuses(400, 'invalid_request: Invalid client');
const invalidSecret = refuses(400, 'invalid_request: Invalid secret');

export const clientCredentialsGrant: Group = {
  title: 'Client credentials (RFC 6749 §4.4)',
  cases: [
    when(
      'CC01',
      'id and secret are in the body',
      (setup) => ask(setup, 'confidential'),
      (setup) =>
        grants({
          headers: { 'content-type': 'application/json; charset=utf-8' },
          body: {
            token_type: 'Bearer',
            expires_in: 3600,
            scope: 'openid',
            need_patient_banner: false,
            profile: { reference: `ClientApplication/${idOf(setup)}`, display: 'Confidential without a policy' },
            project: { reference: `Project/${setup.projectId}` },
            smart_style_url: `${setup.baseUrl}fhir/R4/.well-known/smart-styles.json`,
          },
          accessToken: {
            aud: setup.baseUrl,
            iss: setup.baseUrl,
            client_id: idOf(setup),
            sub: idOf(setup),
            username: idOf(setup),
            scope: 'openid',
            profile: `ClientApplication/${idOf(setup)}`,
            login_id: /^[0-9a-f-]{36}$/,
            email: undefined,
          },
          idToken: {
            aud: idOf(setup),
            iss: setup.baseUrl,
            client_id: idOf(setup),
            sub: idOf(setup),
            fhirUser: `ClientApplication/${idOf(setup)}`,
            auth_time: /^\d+/,
          },
        }),
    ),
    when(
      'CC02',
      'a scope is asked for',
      (setup) => ask(setup, 'confidential', { scope: 'openid system/*.read email offline_access' }),
      grants({ body: { scope: 'openid system/*.read email offline_access' } }),
    ),
    when(
      'CC03',
      'the scope is made up',
      (setup) => ask(setup, 'confidential', { scope: 'wibble wobble' }),
      grants({ body: { scope: 'wibble wobble' } }),
    ),
    when(
      'CC04',
      'the header is right and the body is wrong',
      (setup) => setup.token(clientCredentials(idOf(setup), 'nope'), basic(idOf(setup), secretOf(setup))),
      grants(),
    ),
    when('CC05', 'the secret in the body is wrong', (setup) => setup.token(clientCredentials(idOf(setup), 'nope')), {
      ...invalidSecret,
      headers: { 'www-authenticate': undefined },
    }),
    when(
      'CC06',
      'the secret in the header is wrong',
      (setup) => setup.token(credentials, basic(idOf(setup), 'nope')),
      invalidSecret,
    ),
    when(
      'CC07',
      'there is a secret and no id',
      (setup) => setup.token({ ...credentials, client_secret: secretOf(setup) }),
      refuses(400, 'invalid_request: Missing client_id'),
    ),
    when(
      'CC08',
      'the header has an id and no colon',
      (setup) => setup.token(credentials, { authorization: `Basic ${Buffer.from(idOf(setup)).toString('base64')}` }),
      refuses(400, 'invalid_request: Missing client_secret'),
    ),
    when(
      'CC09',
      'the header has a bearer token',
      (setup) => setup.token(credentials, { authorization: 'Bearer abc' }),
      refuses(400, 'invalid_request: Invalid authorization header'),
    ),
    when('CC10', 'the client is unknown', (setup) => setup.token(clientCredentials(nobody, 'x')), invalidClient),
    when('CC11', 'the client is off and the secret is right', (setup) => ask(setup, 'off'), invalidClient),
    when('CC12', 'the client is no member of the project', askWithoutMembership, invalidClient),
    when(
      'CC13',
      'the policy blocks the address',
      (setup) => ask(setup, 'blocked'),
      refuses(400, 'invalid_request: IP address not allowed'),
    ),
    when(
      'CC14',
      'the body has no type',
      (setup) => setup.send('POST', 'oauth2/token', {}, new TextEncoder().encode('grant_type=client_credentials')),
      { ...refuses(400, 'Unsupported content type'), headers: { 'content-type': 'text/html; charset=utf-8' } },
    ),
    when(
      'CC15',
      'the body is JSON',
      (setup) => setup.postJson('oauth2/token', clientCredentials(idOf(setup), secretOf(setup))),
      refuses(400, 'Unsupported content type'),
    ),
    when(
      'CC16',
      'the type of the form names its charset',
      (setup) => {
        const form = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
        return setup.token(clientCredentials(idOf(setup), secretOf(setup)), form);
      },
      grants(),
    ),
    when(
      'CC17',
      'there is no grant_type',
      (setup) => setup.token({ client_id: idOf(setup), client_secret: secretOf(setup) }),
      refuses(400, 'invalid_request: Missing grant_type'),
    ),
    when(
      'CC18',
      'the grant is password',
      (setup) => ask(setup, 'confidential', { grant_type: 'password', username: 'a', password: 'b' }),
      refuses(400, 'invalid_request: Unsupported grant_type'),
    ),
    when(
      'CC19',
      'the grant is device_code',
      (setup) => ask(setup, 'confidential', { grant_type: 'urn:ietf:params:oauth:grant-type:device_code' }),
      refuses(400, 'invalid_request: Unsupported grant_type'),
    ),
    when(
      'CC20',
      'a parameter comes twice',
      (setup) =>
        setup.postForm('oauth2/token', [
          ...Object.entries(clientCredentials(idOf(setup), secretOf(setup))),
          ['client_id', idOf(setup)],
        ]),
      invalidClient,
    ),
    when(
      'CC21',
      'a token is asked for with GET',
      (setup) => setup.get('oauth2/token'),
      refuses(404, /Cannot GET \/oauth2\/token/),
    ),
    when(
      'CC22',
      'the client sets the life of its tokens',
      (setup) => ask(setup, 'shortLived'),
      grants({ body: { expires_in: 1 } }),
    ),
    when('CC23', 'the client has a policy', (setup) => ask(setup, 'device'), grants({ body: { scope: 'openid' } })),
    belowProject(
      when(
        'CC24',
        'the token is asked for at the URL of the project',
        (setup) =>
          setup.postForm(`projects/${setup.projectId}/oauth2/token`, clientCredentials(idOf(setup), secretOf(setup))),
        (setup) => {
          const issuer = `${setup.baseUrl}projects/${setup.projectId}/`;
          return grants({ accessToken: { iss: issuer, aud: issuer }, idToken: { iss: issuer, aud: idOf(setup) } });
        },
      ),
    ),
    when(
      'CC25',
      'the header has a third part',
      (setup) => setup.token(credentials, basic(idOf(setup), `${secretOf(setup)}:extra`)),
      grants(),
    ),
  ],
};

async function askWithoutMembership(setup: Setup): ReturnType<Setup['token']> {
  const resource = { resourceType: 'ClientApplication', name: 'No member', secret: 'right-secret' };
  const { body } = await setup.fhir(
    'POST',
    'ClientApplication',
    { authorization: `Bearer ${setup.ownerToken}` },
    resource,
  );
  return setup.token(clientCredentials((body as { id: string }).id, 'right-secret'));
}
