import type { Project } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { ids } from '#project/test-project.ts';
import { bearer, startTestMedplum, type TestMedplum } from '#test-medplum.ts';
import { superAdminCredentials } from './super-admin.ts';
import { registerOwner, signInAs } from './test-accounts.ts';

async function superAdmin(medplum: TestMedplum): Promise<Readonly<Record<string, string>>> {
  return bearer(
    (await signInAs(medplum, superAdminCredentials.email, { password: superAdminCredentials.password })).access_token,
  );
}

describe('super administrator', () => {
  test('server, in library use, knows none', async () => {
    await using medplum = await startTestMedplum();

    expect(await medplum.login({ ...superAdminCredentials, clientId: undefined })).toMatchObject({ status: 400 });
  });

  test('super administrator, signed in, gets no refresh token', async () => {
    await using medplum = await startTestMedplum({ superAdmin: true });

    const changes = { password: superAdminCredentials.password, scope: 'openid offline_access' };
    const tokens = await signInAs(medplum, superAdminCredentials.email, changes);

    expect(tokens).toHaveProperty('access_token');
    expect(tokens).not.toHaveProperty('refresh_token');
  });

  test('super administrator, gives a project features, which its own administrator cannot', async () => {
    await using medplum = await startTestMedplum({ superAdmin: true });
    const { projectId, headers } = await registerOwner(medplum);
    const path = `fhir/R4/Project/${projectId}`;
    const put = async (as: Readonly<Record<string, string>>, project: Project) =>
      medplum.send(path, {
        method: 'PUT',
        headers: { ...as, 'content-type': 'application/fhir+json' },
        body: JSON.stringify(project),
      });
    const asSuper = await superAdmin(medplum);
    const project = (await medplum.send(path, { headers: asSuper })).body as Project;
    const withFeatures: Project = { ...project, features: ['bots', 'transaction-bundles'] };

    await put(headers, withFeatures);
    expect((await medplum.send('auth/me', { headers })).body).not.toHaveProperty('project.features');
    expect(await put(asSuper, withFeatures)).toMatchObject({ status: 200 });

    expect((await medplum.send('auth/me', { headers })).body).toMatchObject({
      project: { id: projectId, features: ['bots', 'transaction-bundles'] },
    });
  });

  test('super administrator, reaches every project, and types that belong to the server', async () => {
    await using medplum = await startTestMedplum({ superAdmin: true });
    const headers = await superAdmin(medplum);
    const configuration = { resourceType: 'DomainConfiguration', domain: 'idp.example' };

    expect(await medplum.send(`fhir/R4/Patient/${ids.pat}`, { headers })).toMatchObject({ status: 200 });
    expect(await medplum.postJson('fhir/R4/DomainConfiguration', configuration, headers)).toMatchObject({
      status: 201,
    });
    expect(await medplum.send('fhir/R4/DomainConfiguration?domain=idp.example', { headers })).toMatchObject({
      body: { entry: [{ resource: configuration }] },
    });
  });

  test('super administrator, makes a client in the project that the URL names', async () => {
    await using medplum = await startTestMedplum({ superAdmin: true });
    const headers = await superAdmin(medplum);

    const answer = await medplum.postJson(`admin/projects/${ids.project}/client`, { name: 'Robot' }, headers);

    expect(answer).toMatchObject({ status: 201, body: { meta: { project: ids.project } } });
  });

  test('tenant, other than the one at the root, has no super administrator', async () => {
    await using medplum = await startTestMedplum({ superAdmin: true });

    expect(await medplum.postJson('t/one/auth/login', superAdminCredentials)).toMatchObject({ status: 400 });
    expect(await medplum.postJson('auth/login', superAdminCredentials)).toMatchObject({ status: 200 });
  });

  test('owner, of a project, is no super administrator, whatever the project says of itself', async () => {
    await using medplum = await startTestMedplum();
    const { projectId, headers } = await registerOwner(medplum);
    const project = { resourceType: 'Project', id: projectId, name: 'Olive Clinic', superAdmin: true };

    await medplum.send(`fhir/R4/Project/${projectId}`, {
      method: 'PUT',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(project),
    });

    expect(await medplum.send(`fhir/R4/Patient/${ids.pat}`, { headers })).toMatchObject({ status: 404 });
    expect(await medplum.send('fhir/R4/DomainConfiguration', { headers })).toMatchObject({ status: 403 });
  });
});
