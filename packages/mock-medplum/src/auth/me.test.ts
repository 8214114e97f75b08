import type { ProjectMembership } from '@medplum/fhirtypes';
import { expect, test } from 'vitest';
import { clientSecret, ids, password } from '#project/test-project.ts';
import { basic, bearer, startTestMedplum, type TestMedplum } from '#test-medplum.ts';

test('[M3] me, of a membership without a policy, tells what it may do all the same', async () => {
  await using medplum = await startTestMedplum();

  const { body } = await medplum.send('auth/me', { headers: basic(ids.admin, clientSecret) });

  expect(body).toMatchObject({ accessPolicy: { resourceType: 'AccessPolicy', basedOn: [] } });
  expect((body as { accessPolicy: { resource: object[] } }).accessPolicy.resource).toEqual(
    expect.arrayContaining([
      { resourceType: '*' },
      { resourceType: 'StructureDefinition', readonly: true },
      expect.objectContaining({ resourceType: 'ProjectMembership', readonlyFields: ['project', 'user'] }),
    ]),
  );
});

test('[M3] me, of a session in a browser, names browser and system', async () => {
  await using medplum = await startTestMedplum();
  const headers = {
    'content-type': 'application/json',
    'user-agent':
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36',
  };
  const { access_token: token } = await medplum.signIn();
  const other = { email: 'paula@example.com', password };

  await medplum.send('auth/login', { method: 'POST', headers, body: JSON.stringify(other) });
  const { body } = await medplum.send('auth/me', { headers: bearer(token) });

  expect(body).toMatchObject({ security: { sessions: [{ browser: '' }, { browser: 'Chrome', os: 'Linux' }] } });
});

function membershipOfPaula({ tenant }: TestMedplum): ProjectMembership | undefined {
  return [...tenant.store.list('ProjectMembership')].find(
    ({ profile }) => profile.reference === `Practitioner/${ids.paula}`,
  );
}

test('[M3] me, of a user with several memberships in the project, lists those that have not ended', async () => {
  await using medplum = await startTestMedplum();
  const { access_token: token } = await medplum.signIn();
  const own = membershipOfPaula(medplum);
  const second = { ...own, id: ids.nothing, profile: { reference: `Patient/${ids.nothing}` } };

  medplum.tenant.store.put(second as ProjectMembership);
  const both = await medplum.send('auth/me', { headers: bearer(token) });
  medplum.tenant.store.put({ ...second, active: false } as ProjectMembership);
  const one = await medplum.send('auth/me', { headers: bearer(token) });

  const profiles = [both, one].map(({ body }) =>
    (body as { security: { memberships: ProjectMembership[] } }).security.memberships.map(
      ({ profile }) => profile.reference,
    ),
  );
  expect(profiles).toEqual([[`Practitioner/${ids.paula}`, `Patient/${ids.nothing}`], [`Practitioner/${ids.paula}`]]);
});

test('[M3] me, of a membership with a UserConfiguration, tells that one, with the menu that it lacks', async () => {
  await using medplum = await startTestMedplum();
  const { access_token: token } = await medplum.signIn();
  const own = membershipOfPaula(medplum);

  medplum.tenant.store.put({ resourceType: 'UserConfiguration', id: ids.nothing, name: 'Mine' });
  medplum.tenant.store.put({
    ...own,
    userConfiguration: { reference: `UserConfiguration/${ids.nothing}` },
  } as ProjectMembership);
  const { body } = await medplum.send('auth/me', { headers: bearer(token) });

  expect(body).toMatchObject({ config: { name: 'Mine', menu: [{ title: 'Favorites' }] } });
});
