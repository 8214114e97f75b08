import type { Resource } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { createTestProject, ids } from '#project/test-project.ts';
import { startMockMedplum } from './start-mock-medplum.ts';

describe('[M6] startMockMedplum', () => {
  test('mock, started, answers on the loopback interface and stops at the end of the block', async () => {
    let baseUrl: string;
    {
      await using mock = await startMockMedplum({ project: createTestProject() });
      ({ baseUrl } = mock);
      expect(baseUrl).toMatch(/^http:\/\/localhost:\d+\/$/);
      expect((await fetch(`${baseUrl}healthcheck`)).status).toBe(200);
    }

    await expect(fetch(`${baseUrl}healthcheck`)).rejects.toThrow('fetch failed');
  });

  test('mock, behind another base URL, names that as its issuer', async () => {
    await using mock = await startMockMedplum({
      project: createTestProject(),
      port: 0,
      baseUrl: 'https://medplum.test/',
    });

    expect(mock.baseUrl).toBe('https://medplum.test/');
    expect(mock.tenant.baseUrl).toBe('https://medplum.test/');
  });

  test('port, that is taken, is an error that says what to do', async () => {
    await using first = await startMockMedplum({ project: createTestProject() });
    const port = Number(new URL(first.baseUrl).port);

    await expect(startMockMedplum({ project: createTestProject(), port })).rejects.toMatchObject({
      code: 'port_taken',
      message: `Port ${port} is taken: stop what listens there, or choose another port (0 takes a free one).`,
    });
  });

  test('mock, started without data, lets its super administrator in', async () => {
    await using mock = await startMockMedplum({ superAdmin: true });

    const response = await fetch(`${mock.baseUrl}auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'admin@example.com', password: 'medplum_admin' }),
    });

    expect(await response.json()).toHaveProperty('code');
  });

  test('resources, loaded, carry the meta of what the system wrote', async () => {
    await using mock = await startMockMedplum({ project: createTestProject() });

    expect(mock.tenant.store.get('Patient', ids.pat)?.meta).toEqual({
      project: ids.project,
      versionId: expect.any(String) as string,
      lastUpdated: expect.any(String) as string,
      author: { reference: 'system' },
      compartment: [{ reference: `Project/${ids.project}` }, { reference: `Patient/${ids.pat}` }],
    });
  });

  test.each([
    ['no Project', [], 'project_missing'],
    ['a resource without id', [{ resourceType: 'Project', id: 'p' }, { resourceType: 'Patient' }], 'resource_invalid'],
  ])('project, with %s, is refused and nothing stays open', async (_case, resources, code) => {
    const project = { resources: resources as Resource[], passwords: {} };

    await expect(startMockMedplum({ project })).rejects.toMatchObject({ code });
  });
});
