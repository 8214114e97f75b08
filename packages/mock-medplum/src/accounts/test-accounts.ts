import { bearer, s256Challenge, type TestMedplum, type Tokens } from '#test-medplum.ts';

/** A password that every rule lets pass. */
export const goodPassword = 'Correct-Horse-9!';

/** A project that was made by the public API alone, and its owner's way to ask. */
export type TestOwner = Readonly<{
  projectId: string;
  headers: Readonly<Record<string, string>>;
  /** POSTs to `/admin/projects/<project>/<path>`. */
  post: (path: string, body: unknown) => ReturnType<TestMedplum['postJson']>;
}>;

/** Registers someone who makes a project, and signs them in. */
export async function registerOwner(medplum: TestMedplum, email = 'owner@example.com'): Promise<TestOwner> {
  const person = { firstName: 'Olive', lastName: 'Owner', email, password: goodPassword, projectId: 'new' };
  const challenge = { codeChallenge: s256Challenge, codeChallengeMethod: 'S256' };
  const { login } = (await medplum.postJson('auth/newuser', { ...person, ...challenge })).body as { login: string };
  const made = await medplum.postJson('auth/newproject', { login, projectName: 'Olive Clinic' });
  const tokens = (await medplum.redeem(made)).body as Tokens & { project: { reference: string } };
  const projectId = tokens.project.reference.replace('Project/', '');
  const headers = bearer(tokens.access_token);
  return {
    projectId,
    headers,
    post: (path, body) => medplum.postJson(`admin/projects/${projectId}/${path}`, body, headers),
  };
}

/** Signs in through no client. */
export async function signInAs(medplum: TestMedplum, email: string, changes: object = {}): Promise<Tokens> {
  const login = { email, password: goodPassword, clientId: undefined, redirectUri: undefined, ...changes };
  return (await medplum.redeem(await medplum.login(login))).body as Tokens;
}
