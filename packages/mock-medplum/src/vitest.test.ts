// oxlint-disable vitest/no-standalone-expect -- the linter does not know that this `test` is one
import { describe, expect } from 'vitest';
import { createTestProject, ids } from '#project/test-project.ts';
import { createMedplumTest } from './vitest.ts';

const test = createMedplumTest({ project: createTestProject() });
const baseUrls = new Set<string>();

describe('[M6] createMedplumTest', () => {
  test('client, signed in as a user, is that user', async ({ medplum }) => {
    baseUrls.add(medplum.baseUrl);
    const client = await medplum.signIn({ user: 'paula@example.com', client: ids.spa });

    expect(client.getProfile()).toMatchObject({ resourceType: 'Practitioner', id: ids.paula });
    expect(await client.readResource('Patient', ids.pat)).toMatchObject({ id: ids.pat });
  });

  test('client, whose access token is ended, refreshes by itself', async ({ medplum }) => {
    baseUrls.add(medplum.baseUrl);
    const client = await medplum.signIn({ user: 'paula@example.com' });
    await client.deleteResource('Patient', ids.pat);
    await medplum.control.expireTokens();

    await client.createResource({ resourceType: 'Patient' });

    const tokenRequests = (await medplum.control.log.list()).filter(({ path }) => path === '/oauth2/token');
    expect(tokenRequests).toMatchObject([{ status: 200, caller: { grantType: 'refresh_token' } }]);
  });

  test('tenant, of each test, is its own, with its own data', async ({ medplum, mock }) => {
    expect(baseUrls.has(medplum.baseUrl)).toBe(false);
    expect(medplum.tenant()?.store.get('Patient', ids.pat)).toMatchObject({ id: ids.pat });
    // Those of the tests before were closed.
    expect(mock.tenants.list()).toHaveLength(2);
  });
});
