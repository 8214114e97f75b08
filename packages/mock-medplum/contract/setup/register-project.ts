import { type Json, textMember } from '#contract/answer.ts';
import { bearer, type HttpClient } from '#contract/http-client.ts';
import { findMembership } from './make-client.ts';
import { goodPassword } from './people.ts';
import type { Person } from './setup.ts';
import { s256Challenge, verifier } from './steps.ts';

/** A project, and whom it belongs to. */
export type RegisteredProject = Readonly<{ projectId: string; ownerToken: string; owner: Person }>;

/** Registers someone new and a project of theirs, as anyone may. */
export async function registerProject(http: HttpClient, name: string): Promise<RegisteredProject> {
  const email = `owner-${name}@example.com`;
  const user = { firstName: 'Olive', lastName: 'Owner', email, password: goodPassword, projectId: 'new' };
  const challenge = { codeChallenge: s256Challenge, codeChallengeMethod: 'S256', remember: false };
  const registered = await http.postJson('auth/newuser', { ...user, ...challenge });
  const login = textMember(registered, 'login');
  const made = await http.postJson('auth/newproject', { login, projectName: `Contract ${name}` });
  const ownerToken = await redeem(http, textMember(made, 'code'));
  const { project, profile, user: owner } = await whoIs(http, ownerToken);
  const reference = `${String(profile['resourceType'])}/${String(profile['id'])}`;
  const membership = await findMembership(http, ownerToken, reference);
  return {
    projectId: String(project['id']),
    ownerToken,
    owner: { email, profile: reference, membershipId: String(membership['id']), userId: String(owner['id']) },
  };
}

/** Signs the server's super administrator in, whichever of their memberships comes first. */
export async function signInSuperAdmin(http: HttpClient, email: string, password: string): Promise<string> {
  const challenge = { codeChallenge: s256Challenge, codeChallengeMethod: 'S256' };
  const answer = await http.postJson('auth/login', { email, password, scope: 'openid', ...challenge });
  const { login, memberships } = answer.body as Readonly<{ login: string; memberships?: readonly { id: string }[] }>;
  const chosen = memberships?.[0] ? await http.postJson('auth/profile', { login, profile: memberships[0].id }) : answer;
  return redeem(http, textMember(chosen, 'code'));
}

/** Gives the project the features that are for the super administrator to give. */
export async function setFeatures(
  http: HttpClient,
  superToken: string,
  projectId: string,
  changes: object,
): Promise<void> {
  const path = `Project/${projectId}`;
  const project = (await http.fhir('GET', path, bearer(superToken))).body as Json;
  textMember(await http.fhir('PUT', path, bearer(superToken), { ...project, ...changes }), 'id');
}

async function redeem(http: HttpClient, code: string): Promise<string> {
  const fields = { grant_type: 'authorization_code', code, code_verifier: verifier };
  return textMember(await http.postForm('oauth2/token', fields), 'access_token');
}

async function whoIs(http: HttpClient, token: string): Promise<Readonly<Record<'project' | 'profile' | 'user', Json>>> {
  const answer = await http.get('auth/me', bearer(token));
  if (answer.status !== 200) {
    throw new Error(`GET auth/me: ${answer.status} ${JSON.stringify(answer.body)}`);
  }
  return answer.body as Readonly<Record<'project' | 'profile' | 'user', Json>>;
}
