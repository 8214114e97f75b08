import { ClientStorage, MedplumClient, type MedplumClientOptions, MemoryStorage } from '@medplum/core';
import { describe, expect, test, vi } from 'vitest';
import { createTestProject, ids, password, clientSecret } from '#project/test-project.ts';
import { type MockMedplum, startMockMedplum } from './start-mock-medplum.ts';

/** The real SDK, with storage of its own. The mock runs on the system's clock, because the SDK does. */
function sdk({ baseUrl }: MockMedplum, options: MedplumClientOptions = {}): MedplumClient {
  return new MedplumClient({ baseUrl, storage: new ClientStorage(new MemoryStorage()), ...options });
}

async function signIn(mock: MockMedplum): Promise<MedplumClient> {
  const medplum = sdk(mock, { clientId: ids.spa });
  // Without a window the SDK silently falls back to a plain challenge.
  vi.stubGlobal('window', { btoa, crypto });
  const { code = '' } = await medplum.startLogin({
    email: 'paula@example.com',
    password: password,
    scope: 'openid offline_access',
    clientId: ids.spa,
  });
  vi.unstubAllGlobals();
  await medplum.processCode(code);
  return medplum;
}

describe('[M7] MedplumClient of @medplum/core', () => {
  test('user, signing in with startLogin and processCode, is known by profile and may use FHIR', async () => {
    await using mock = await startMockMedplum({ project: createTestProject() });

    const medplum = await signIn(mock);

    const [login] = mock.tenant.logins.listByUser('User/70000000-0000-4000-8000-000000000001');
    expect(login?.codeChallengeMethod).toBe('S256');
    expect(medplum.getProfile()).toMatchObject({ resourceType: 'Practitioner', id: ids.paula });
    expect(await medplum.readResource('Patient', ids.pat)).toMatchObject({ id: ids.pat });
  });

  test('user, registering with startNewUser and startNewProject, owns a project and invites to it', async () => {
    await using mock = await startMockMedplum({});
    const medplum = sdk(mock);
    vi.stubGlobal('window', { btoa, crypto });
    const person = { firstName: 'Olive', lastName: 'Owner', email: 'olive@example.com', password: 'Correct-Horse-9!' };
    const { login } = await medplum.startNewUser({ ...person, projectId: 'new', recaptchaToken: '' });
    const { code = '' } = await medplum.startNewProject({ login, projectName: 'Olive Clinic' });
    vi.unstubAllGlobals();
    await medplum.processCode(code);

    const { id = '' } = medplum.getProject() ?? {};
    const invited = await medplum.invite(id, {
      resourceType: 'Practitioner',
      firstName: 'Paul',
      lastName: 'Practitioner',
      email: 'paul@example.com',
      sendEmail: false,
    });

    expect(medplum.isProjectAdmin()).toBe(true);
    expect(invited).toMatchObject({ resourceType: 'ProjectMembership', profile: { display: 'Paul Practitioner' } });
  });

  test('user, whose access token is renewed, gets a new one and stays signed in', async () => {
    await using mock = await startMockMedplum({ project: createTestProject() });
    const medplum = await signIn(mock);
    const before = medplum.getAccessToken();

    await medplum.refreshIfExpired(3601 * 1000);

    expect(medplum.getAccessToken()).not.toBe(before);
    expect(await medplum.get('auth/me')).toMatchObject({ profile: { id: ids.paula } });
  });

  test('user, signing out, has ended the session on the server', async () => {
    await using mock = await startMockMedplum({ project: createTestProject() });
    const medplum = await signIn(mock);
    const token = medplum.getAccessToken();

    await medplum.signOut();
    const { status } = await fetch(`${mock.baseUrl}auth/me`, { headers: { authorization: `Bearer ${token}` } });

    expect(medplum.getActiveLogin()).toBeUndefined();
    expect(status).toBe(401);
  });

  test.each([undefined, 'header' as const])(
    'client, with startClientLogin and its secret by %s, is known by profile and may use FHIR',
    async (authCredentialsMethod) => {
      await using mock = await startMockMedplum({ project: createTestProject() });
      const medplum = sdk(mock, authCredentialsMethod ? { authCredentialsMethod } : {});

      await medplum.startClientLogin(ids.device, clientSecret);

      expect(medplum.getProfile()).toMatchObject({ resourceType: 'ClientApplication', id: ids.device });
      expect(await medplum.readResource('Patient', ids.pat)).toMatchObject({ id: ids.pat });
    },
  );

  test('client, with setBasicAuth, may use FHIR without any token', async () => {
    await using mock = await startMockMedplum({ project: createTestProject() });
    const medplum = sdk(mock);
    medplum.setBasicAuth(ids.device, clientSecret);

    expect(await medplum.readResource('Patient', ids.pat)).toMatchObject({ id: ids.pat });
  });

  test('client, with a wrong secret, is told the reason', async () => {
    await using mock = await startMockMedplum({ project: createTestProject() });

    await expect(sdk(mock).startClientLogin(ids.device, 'nope')).rejects.toThrow('Invalid secret');
  });
});
