import { grants, type Group, refuses, when } from '#contract/case.ts';
import { basic } from '#contract/http-client.ts';
import type { ClientName } from '#contract/world/client-kinds.ts';
import { clientCredentials } from '#contract/world/steps.ts';
import type { World } from '#contract/world/world.ts';

const credentials = { grant_type: 'client_credentials' };
const nobody = '00000000-0000-4000-8000-000000000000';

const ask = (w: World, name: ClientName, more: Readonly<Record<string, string>> = {}): ReturnType<World['token']> =>
  w.token({ ...clientCredentials(w.clients[name].id, w.clients[name].secret), ...more });

const secretOf = ({ clients }: World): string => clients.confidential.secret;
const idOf = ({ clients }: World): string => clients.confidential.id;

const invalidClient = refuses(400, 'invalid_request: Invalid client');
const invalidSecret = refuses(400, 'invalid_request: Invalid secret');

export const clientCredentialsGrant: Group = {
  title: 'Client credentials (RFC 6749 §4.4)',
  cases: [
    when(
      'CC01',
      'id and secret are in the body',
      (w) => ask(w, 'confidential'),
      (w) =>
        grants({
          headers: { 'content-type': 'application/json; charset=utf-8' },
          body: {
            token_type: 'Bearer',
            expires_in: 3600,
            scope: 'openid',
            need_patient_banner: false,
            profile: { reference: `ClientApplication/${idOf(w)}`, display: 'Confidential without a policy' },
            project: { reference: `Project/${w.projectId}` },
            smart_style_url: `${w.baseUrl}fhir/R4/.well-known/smart-styles.json`,
          },
          accessToken: {
            aud: w.baseUrl,
            iss: w.baseUrl,
            client_id: idOf(w),
            sub: idOf(w),
            username: idOf(w),
            scope: 'openid',
            profile: `ClientApplication/${idOf(w)}`,
            login_id: /^[0-9a-f-]{36}$/,
            email: undefined,
          },
          idToken: {
            aud: idOf(w),
            iss: w.baseUrl,
            client_id: idOf(w),
            sub: idOf(w),
            fhirUser: `ClientApplication/${idOf(w)}`,
            auth_time: /^\d+/,
          },
        }),
    ),
    when(
      'CC02',
      'a scope is asked for',
      (w) => ask(w, 'confidential', { scope: 'openid system/*.read email offline_access' }),
      grants({ body: { scope: 'openid system/*.read email offline_access' } }),
    ),
    when(
      'CC03',
      'the scope is made up',
      (w) => ask(w, 'confidential', { scope: 'wibble wobble' }),
      grants({ body: { scope: 'wibble wobble' } }),
    ),
    when(
      'CC04',
      'the header is right and the body is wrong',
      (w) => w.token(clientCredentials(idOf(w), 'nope'), basic(idOf(w), secretOf(w))),
      grants(),
    ),
    when('CC05', 'the secret in the body is wrong', (w) => w.token(clientCredentials(idOf(w), 'nope')), {
      ...invalidSecret,
      headers: { 'www-authenticate': undefined },
    }),
    when(
      'CC06',
      'the secret in the header is wrong',
      (w) => w.token(credentials, basic(idOf(w), 'nope')),
      invalidSecret,
    ),
    when(
      'CC07',
      'there is a secret and no id',
      (w) => w.token({ ...credentials, client_secret: secretOf(w) }),
      refuses(400, 'invalid_request: Missing client_id'),
    ),
    when(
      'CC08',
      'the header has an id and no colon',
      (w) => w.token(credentials, { authorization: `Basic ${Buffer.from(idOf(w)).toString('base64')}` }),
      refuses(400, 'invalid_request: Missing client_secret'),
    ),
    when(
      'CC09',
      'the header has a bearer token',
      (w) => w.token(credentials, { authorization: 'Bearer abc' }),
      refuses(400, 'invalid_request: Invalid authorization header'),
    ),
    when('CC10', 'the client is unknown', (w) => w.token(clientCredentials(nobody, 'x')), invalidClient),
    when('CC11', 'the client is off and the secret is right', (w) => ask(w, 'off'), invalidClient),
    when('CC12', 'the client is no member of the project', askWithoutMembership, invalidClient),
    when(
      'CC13',
      'the policy blocks the address',
      (w) => ask(w, 'blocked'),
      refuses(400, 'invalid_request: IP address not allowed'),
    ),
    when(
      'CC14',
      'the body has no type',
      (w) => w.send('POST', 'oauth2/token', {}, new TextEncoder().encode('grant_type=client_credentials')),
      { ...refuses(400, 'Unsupported content type'), headers: { 'content-type': 'text/html; charset=utf-8' } },
    ),
    when(
      'CC15',
      'the body is JSON',
      (w) => w.postJson('oauth2/token', clientCredentials(idOf(w), secretOf(w))),
      refuses(400, 'Unsupported content type'),
    ),
    when(
      'CC16',
      'the type of the form names its charset',
      (w) => {
        const form = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
        return w.token(clientCredentials(idOf(w), secretOf(w)), form);
      },
      grants(),
    ),
    when(
      'CC17',
      'there is no grant_type',
      (w) => w.token({ client_id: idOf(w), client_secret: secretOf(w) }),
      refuses(400, 'invalid_request: Missing grant_type'),
    ),
    when(
      'CC18',
      'the grant is password',
      (w) => ask(w, 'confidential', { grant_type: 'password', username: 'a', password: 'b' }),
      refuses(400, 'invalid_request: Unsupported grant_type'),
    ),
    when(
      'CC19',
      'the grant is device_code',
      (w) => ask(w, 'confidential', { grant_type: 'urn:ietf:params:oauth:grant-type:device_code' }),
      refuses(400, 'invalid_request: Unsupported grant_type'),
    ),
    when(
      'CC20',
      'a parameter comes twice',
      (w) =>
        w.postForm('oauth2/token', [
          ...Object.entries(clientCredentials(idOf(w), secretOf(w))),
          ['client_id', idOf(w)],
        ]),
      invalidClient,
    ),
    when(
      'CC21',
      'a token is asked for with GET',
      (w) => w.get('oauth2/token'),
      refuses(404, /Cannot GET \/oauth2\/token/),
    ),
    when(
      'CC22',
      'the client sets the life of its tokens',
      (w) => ask(w, 'shortLived'),
      grants({ body: { expires_in: 1 } }),
    ),
    when('CC23', 'the client has a policy', (w) => ask(w, 'device'), grants({ body: { scope: 'openid' } })),
    when(
      'CC24',
      'the token is asked for at the URL of the project',
      (w) => w.postForm(`projects/${w.projectId}/oauth2/token`, clientCredentials(idOf(w), secretOf(w))),
      (w) => {
        const issuer = `${w.baseUrl}projects/${w.projectId}/`;
        return grants({ accessToken: { iss: issuer, aud: issuer }, idToken: { iss: issuer, aud: idOf(w) } });
      },
    ),
    when(
      'CC25',
      'the header has a third part',
      (w) => w.token(credentials, basic(idOf(w), `${secretOf(w)}:extra`)),
      grants(),
    ),
  ],
};

async function askWithoutMembership(w: World): ReturnType<World['token']> {
  const resource = { resourceType: 'ClientApplication', name: 'No member', secret: 'right-secret' };
  const { body } = await w.fhir('POST', 'ClientApplication', { authorization: `Bearer ${w.ownerToken}` }, resource);
  return w.token(clientCredentials((body as { id: string }).id, 'right-secret'));
}
