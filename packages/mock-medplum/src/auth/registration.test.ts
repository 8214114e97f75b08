import type { AccessPolicy, Project } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { goodPassword, registerOwner } from '#accounts/test-accounts.ts';
import { ids } from '#project/test-project.ts';
import { bearer, s256Challenge, startTestMedplum, type TestMedplum, type Tokens } from '#test-medplum.ts';

const id = expect.stringMatching(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/) as string;
const olive = { firstName: 'Olive', lastName: 'Owner', email: 'olive@example.com', password: goodPassword };

function refused(text: string, expression?: string): object {
  return { status: 400, body: { issue: [{ details: { text }, ...(expression && { expression: [expression] }) }] } };
}

async function register(medplum: TestMedplum, changes: object = {}): Promise<string> {
  const answer = await medplum.postJson('auth/newuser', {
    ...olive,
    projectId: 'new',
    codeChallenge: s256Challenge,
    codeChallengeMethod: 'S256',
    ...changes,
  });
  return (answer.body as { login: string }).login;
}

describe('POST /auth/newuser', () => {
  test('registration, of someone new, gives a login and no code', async () => {
    await using medplum = await startTestMedplum();

    const answer = await medplum.postJson('auth/newuser', { ...olive, projectId: 'new' });

    expect(answer).toMatchObject({ status: 200, body: { login: id, emailVerificationRequired: false } });
    expect(answer.body).not.toHaveProperty('code');
  });

  test('registration, of an email that is taken, is refused whatever its case', async () => {
    await using medplum = await startTestMedplum();
    await register(medplum);

    const again = await medplum.postJson('auth/newuser', { ...olive, email: 'OLIVE@example.com' });

    expect(again).toMatchObject(refused('Email already registered', 'email'));
  });

  test.each([
    [{ email: 'nope' }, 'Valid email address between 3 and 72 characters is required', 'email'],
    [{ firstName: '' }, 'First name must be between 1 and 128 characters', 'firstName'],
    [{ lastName: undefined }, 'Last name must be between 1 and 128 characters', 'lastName'],
    [{ password: 'short' }, 'Password must be at least 8 characters', 'password'],
    [{ password: 'ä'.repeat(37) }, 'Password must be no more than 72 characters', 'password'],
  ])('registration, with %j, is refused', async (changes, text, expression) => {
    await using medplum = await startTestMedplum();

    expect(await medplum.postJson('auth/newuser', { ...olive, ...changes })).toMatchObject(refused(text, expression));
  });

  test.each([
    ['a client of another project', { clientId: ids.spa, projectId: ids.nothing }, 400],
    ['an unknown client', { clientId: ids.nothing }, 404],
    ['a challenge without method', { codeChallenge: s256Challenge }, 400],
  ])('registration, with %s, is refused and the email stays free', async (_case, changes, status) => {
    await using medplum = await startTestMedplum();

    expect(await medplum.postJson('auth/newuser', { ...olive, ...changes })).toMatchObject({ status });
    expect(await register(medplum)).toEqual(id);
  });

  test('registration, on a server that takes no new users, is refused', async () => {
    await using medplum = await startTestMedplum({ registerEnabled: false });

    const answer = await medplum.postJson('auth/newuser', { ...olive, projectId: 'new' });

    expect(answer).toMatchObject(refused('Registration is disabled'));
  });
});

describe('POST /auth/newproject', () => {
  test('project, made by who has registered, has an owner with all rights and the default policies', async () => {
    await using medplum = await startTestMedplum();

    const { projectId, headers } = await registerOwner(medplum);
    const project = (await medplum.send(`fhir/R4/Project/${projectId}`, { headers })).body as Project;
    const me = (await medplum.send('auth/me', { headers })).body;

    expect(project).toMatchObject({
      name: 'Olive Clinic',
      owner: { display: 'owner@example.com' },
      defaultPatientAccessPolicy: { display: 'Default Patient Access Policy' },
    });
    expect(project.defaultAccessPolicies?.map(({ profileType }) => profileType)).toEqual([
      'Patient',
      'RelatedPerson',
      'Admin',
      'Practitioner',
    ]);
    expect(me).toMatchObject({
      project: { id: projectId, name: 'Olive Clinic', strictMode: true },
      membership: { admin: true, profile: { display: 'Olive Owner' } },
    });
    expect(me).not.toHaveProperty('project.features');
  });

  test('project, made on a server with default features, has them', async () => {
    await using medplum = await startTestMedplum({ defaultProjectFeatures: ['bots'] });

    const { headers } = await registerOwner(medplum);

    expect((await medplum.send('auth/me', { headers })).body).toMatchObject({ project: { features: ['bots'] } });
  });

  test('project, of one owner, is not seen by the owner of another', async () => {
    await using medplum = await startTestMedplum();
    const { headers } = await registerOwner(medplum, 'other@example.com');

    expect(await medplum.send(`fhir/R4/Patient/${ids.pat}`, { headers })).toMatchObject({ status: 404 });
    expect(await medplum.send(`fhir/R4/Project/${ids.project}`, { headers })).toMatchObject({ status: 404 });
  });

  test('login, that made a project, makes no second one', async () => {
    await using medplum = await startTestMedplum();
    const login = await register(medplum);
    await medplum.postJson('auth/newproject', { login, projectName: 'Olive Clinic' });

    const again = await medplum.postJson('auth/newproject', { login, projectName: 'Another' });

    expect(again).toMatchObject(refused('Login already has a membership'));
  });

  test('owner, of one project, signs in for a second one and then chooses between them', async () => {
    await using medplum = await startTestMedplum();
    await registerOwner(medplum, 'olive@example.com');
    const credentials = { email: 'olive@example.com', password: goodPassword, clientId: undefined };

    const { body } = await medplum.login({ ...credentials, projectId: 'new' });
    expect(Object.keys(body as object)).toEqual(['login']);
    const { login } = body as { login: string };
    const made = await medplum.postJson('auth/newproject', { login, projectName: 'Second Clinic' });

    expect(made.body).toEqual({ login, code: expect.any(String) as string });
    expect((await medplum.login(credentials)).body).toMatchObject({
      memberships: [{ project: { display: 'Olive Clinic' } }, { project: { display: 'Second Clinic' } }],
    });
  });

  test.each([
    [{ projectName: 'Olive Clinic' }, 'Login ID is required.', 'login'],
    [{ login: ids.nothing, projectName: 'Oli' }, 'Project name must be between 4 and 72 characters', 'projectName'],
  ])('project, asked for with %j, is refused', async (body, text, expression) => {
    await using medplum = await startTestMedplum();

    expect(await medplum.postJson('auth/newproject', body)).toMatchObject(refused(text, expression));
  });
});

describe('POST /auth/newpatient', () => {
  test('patient, who has registered in an open project, reaches what is theirs and no one else', async () => {
    await using medplum = await startTestMedplum();
    const { projectId, headers, post } = await registerOwner(medplum);
    const person = { resourceType: 'Patient', firstName: 'Other', lastName: 'Patient', email: 'other@example.com' };
    const other = (await post('invite', person)).body as { profile: { reference: string } };

    const login = await register(medplum, { projectId });
    const made = await medplum.postJson('auth/newpatient', { login, projectId });
    const tokens = (await medplum.redeem(made)).body as Tokens & { patient: string };

    expect(tokens).toMatchObject({ profile: { display: 'Olive Owner' }, need_patient_banner: true });
    const own = bearer(tokens.access_token);
    expect(await medplum.send(`fhir/R4/Patient/${tokens.patient}`, { headers: own })).toMatchObject({ status: 200 });
    expect(await medplum.send(`fhir/R4/${other.profile.reference}`, { headers: own })).toMatchObject({ status: 404 });
    const policies = await medplum.send('fhir/R4/AccessPolicy?name=Default Patient', { headers });
    expect((policies.body as { entry: { resource: AccessPolicy }[] }).entry[0]?.resource.compartment).toEqual({
      reference: '%patient',
    });
  });

  test('patient, in a project that has no policy for patients, is refused', async () => {
    await using medplum = await startTestMedplum();
    const login = await register(medplum, { projectId: ids.project });

    const answer = await medplum.postJson('auth/newpatient', { login, projectId: ids.project });

    expect(answer).toMatchObject(refused('Project does not allow open registration'));
  });

  test('patient, who registered for the whole server, is refused', async () => {
    await using medplum = await startTestMedplum();
    const { projectId } = await registerOwner(medplum);
    const login = await register(medplum);

    const answer = await medplum.postJson('auth/newpatient', { login, projectId });

    expect(answer).toMatchObject(refused('User must be scoped to the project'));
  });

  test('patient, without a project, is told so', async () => {
    await using medplum = await startTestMedplum();

    expect(await medplum.postJson('auth/newpatient', { login: ids.nothing })).toMatchObject(
      refused('Project ID is required', 'projectId'),
    );
  });
});
