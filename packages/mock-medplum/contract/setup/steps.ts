import { type Json, textMember } from '#contract/answer.ts';
import { bearer, type HttpClient } from '#contract/http-client.ts';
import { type ClientName, redirectUri } from './client-kinds.ts';
import { makeClient } from './make-client.ts';
import { goodPassword } from './people.ts';
import type { Client, Person, Steps, Tokens, Setup } from './setup.ts';

/** A verifier and its S256 challenge, the example of RFC 7636 appendix B. */
export const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
export const s256Challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

/** What the steps need to know. */
export type StepsContext = Pick<Setup, 'ownerToken' | 'projectId'> &
  Readonly<{ http: HttpClient; clients: Readonly<Record<ClientName, Client>>; practitioner: Person }>;

/** Makes the steps that many cases share. */
export function createSteps({ http, clients, practitioner, ownerToken, projectId }: StepsContext): Steps {
  const tokens = new Map<ClientName, Promise<string>>();
  const token: Steps['token'] = (fields, headers) => http.postForm('oauth2/token', fields, headers);
  const login: Steps['login'] = (changes = {}) =>
    http.postJson('auth/login', {
      email: practitioner.email,
      password: goodPassword,
      scope: 'openid profile email offline_access',
      clientId: clients.spa.id,
      redirectUri: redirectUri,
      codeChallenge: s256Challenge,
      codeChallengeMethod: 'S256',
      nonce: 'nonce-1',
      ...changes,
    });
  const redeem: Steps['redeem'] = (code, changes = {}) =>
    token({ grant_type: 'authorization_code', code, code_verifier: verifier, ...changes });
  const getToken = async (name: ClientName): Promise<string> => {
    const { id, secret } = clients[name];
    return textMember(await token(clientCredentials(id, secret)), 'access_token');
  };
  return {
    token,
    login,
    redeem,
    signIn: async (changes) => {
      const answer = await redeem(textMember(await login(changes), 'code'));
      textMember(answer, 'access_token');
      return answer.body as Tokens;
    },
    clientToken: (name) => {
      const known = tokens.get(name) ?? getToken(name);
      tokens.set(name, known);
      return known;
    },
    newClient: (client = {}, membership = {}) =>
      makeClient(http, { ownerToken, projectId }, { name: 'For one case', client, membership }),
    change: async (path, changes) => {
      const headers = bearer(ownerToken);
      const current = (await http.fhir('GET', path, headers)).body as Json;
      textMember(await http.fhir('PUT', path, headers, { ...current, ...changes }), 'id');
    },
  };
}

/** The fields of a client credentials request (RFC 6749 §4.4.2). */
export function clientCredentials(id: string, secret: string): Readonly<Record<string, string>> {
  return { grant_type: 'client_credentials', client_id: id, client_secret: secret };
}
