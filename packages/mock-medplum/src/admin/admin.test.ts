import type { Bot, ClientApplication, ProjectMembership } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { goodPassword, registerOwner, signInAs, type TestOwner } from '#accounts/test-accounts.ts';
import { ids, membershipId } from '#project/test-project.ts';
import { bearer, startTestMedplum, type TestMedplum } from '#test-medplum.ts';

const forbidden = { status: 403, body: { id: 'forbidden' } };

async function addMember({ post }: TestOwner, changes: object = {}): Promise<ProjectMembership> {
  const person = { resourceType: 'Practitioner', firstName: 'Paul', lastName: 'P', email: 'paul@example.com' };
  return (await post('invite', { ...person, password: goodPassword, ...changes })).body as ProjectMembership;
}

function membersOf(medplum: TestMedplum, { projectId, headers }: TestOwner) {
  const path = (id: string | undefined): string => `admin/projects/${projectId}/members/${id}`;
  return {
    read: async (id: string | undefined) => medplum.send(path(id), { headers }),
    change: async (id: string | undefined, body: object) => medplum.postJson(path(id), body, headers),
    remove: async (id: string | undefined) => medplum.send(path(id), { method: 'DELETE', headers }),
  };
}

describe('POST /admin/projects/:projectId/client', () => {
  test('client, made by an administrator, has a secret that gets a token', async () => {
    await using medplum = await startTestMedplum();
    const { projectId, post } = await registerOwner(medplum);

    const { status, headers, body } = await post('client', { name: 'Robot', redirectUris: ['http://localhost:1/'] });

    const client = body as ClientApplication;
    expect(status).toBe(201);
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(client).toMatchObject({
      resourceType: 'ClientApplication',
      name: 'Robot',
      secret: expect.stringMatching(/^[\da-f]{64}$/) as string,
      redirectUris: ['http://localhost:1/'],
      meta: { project: projectId, author: { reference: 'system' } },
    });
    const fields = { grant_type: 'client_credentials', client_id: client.id ?? '', client_secret: client.secret ?? '' };
    expect(await medplum.postForm('oauth2/token', fields)).toMatchObject({
      body: { profile: { display: 'Robot' }, project: { reference: `Project/${projectId}` } },
    });
  });

  test('client, made with a policy, is under it', async () => {
    await using medplum = await startTestMedplum();
    const { headers, post } = await registerOwner(medplum);
    const policy = { resourceType: 'AccessPolicy', resource: [{ resourceType: 'Patient' }] };
    const { id } = (await medplum.postJson('fhir/R4/AccessPolicy', policy, headers)).body as { id: string };

    const accessPolicy = { reference: `AccessPolicy/${id}` };
    const client = (await post('client', { name: 'Robot', accessPolicy })).body as ClientApplication;
    const memberships = await medplum.send(`fhir/R4/ProjectMembership?user=ClientApplication/${client.id}`, {
      headers,
    });

    expect(memberships.body).toMatchObject({ entry: [{ resource: { accessPolicy } }] });
  });

  test('client, without a name, is refused', async () => {
    await using medplum = await startTestMedplum();
    const { post } = await registerOwner(medplum);

    expect(await post('client', {})).toMatchObject({
      status: 400,
      body: { issue: [{ expression: ['name'], details: { text: 'Client name is required' } }] },
    });
  });
});

describe('POST /admin/projects/:projectId/bot', () => {
  test('Bot, made by an administrator, has a source and a membership of its own', async () => {
    await using medplum = await startTestMedplum();
    const { headers, post } = await registerOwner(medplum);

    const answer = await post('bot', { name: 'Echo Bot', description: 'echo', runtimeVersion: 'vmcontext' });

    const bot = answer.body as Bot;
    expect(answer.status).toBe(201);
    expect(bot).toMatchObject({
      resourceType: 'Bot',
      name: 'Echo Bot',
      description: 'echo',
      runtimeVersion: 'vmcontext',
      sourceCode: {
        contentType: 'text/typescript',
        title: 'index.ts',
        url: expect.stringMatching(/^Binary\/[\da-f-]{36}$/) as string,
      },
    });
    const reference = { reference: `Bot/${bot.id}`, display: 'Echo Bot' };
    const memberships = await medplum.send(`fhir/R4/ProjectMembership?profile=Bot/${bot.id}`, { headers });
    expect(memberships.body).toMatchObject({ entry: [{ resource: { user: reference, profile: reference } }] });
  });

  test('Bot, without a name, is refused', async () => {
    await using medplum = await startTestMedplum();
    const { post } = await registerOwner(medplum);

    expect(await post('bot', {})).toMatchObject({
      status: 400,
      body: { issue: [{ details: { text: 'Bot name is required' } }] },
    });
  });
});

describe('GET /admin/projects/:projectId', () => {
  test('project, as an administrator sees it, has what was set and nothing that was not', async () => {
    await using medplum = await startTestMedplum();
    const { projectId, headers, post } = await registerOwner(medplum);
    const path = `admin/projects/${projectId}`;
    expect((await medplum.send(path, { headers })).body).toEqual({ project: { id: projectId, name: 'Olive Clinic' } });

    const setting = [{ name: 'mfaRequired', valueBoolean: false }];
    const secret = [{ name: 'KEY', valueString: 'hidden' }];
    const site = [{ name: 'Site', domain: ['example.com'] }];
    expect(await post('settings', setting)).toMatchObject({ status: 200, body: { setting } });
    expect(await post('secrets', secret)).toMatchObject({ status: 200, body: { secret } });
    expect(await post('sites', site)).toMatchObject({ status: 200, body: { site } });

    expect((await medplum.send(path, { headers })).body).toMatchObject({ project: { setting, secret, site } });
  });

  test('administrator, that names another project, reaches only their own', async () => {
    await using medplum = await startTestMedplum();
    const { projectId, headers } = await registerOwner(medplum);

    const shown = await medplum.send(`admin/projects/${ids.project}`, { headers });
    const made = await medplum.postJson(`admin/projects/${ids.project}/client`, { name: 'Robot' }, headers);

    expect(shown.body).toMatchObject({ project: { id: projectId } });
    expect(made.body).toMatchObject({ meta: { project: projectId } });
  });

  test('member, who is no administrator, is refused everything', async () => {
    await using medplum = await startTestMedplum();
    const owner = await registerOwner(medplum);
    await addMember(owner);
    const headers = bearer((await signInAs(medplum, 'paul@example.com')).access_token);
    const path = `admin/projects/${owner.projectId}`;

    expect(await medplum.send(path, { headers })).toMatchObject(forbidden);
    for (const name of ['client', 'bot', 'invite', 'settings', 'secrets', 'sites']) {
      expect(await medplum.postJson(`${path}/${name}`, {}, headers)).toMatchObject(forbidden);
    }
    expect(await medplum.postJson('admin/projects/setpassword', {}, headers)).toMatchObject(forbidden);
  });
});

describe('/admin/projects/:projectId/members/:membershipId', () => {
  test('member, made an administrator, is one on the next request', async () => {
    await using medplum = await startTestMedplum();
    const owner = await registerOwner(medplum);
    const member = await addMember(owner);
    const { read, change } = membersOf(medplum, owner);
    const headers = bearer((await signInAs(medplum, 'paul@example.com')).access_token);

    expect(await change(member.id, { ...member, admin: true })).toMatchObject({ status: 200, body: { admin: true } });

    expect(await read(member.id)).toMatchObject({ status: 200, body: { admin: true } });
    expect(await medplum.send(`admin/projects/${owner.projectId}`, { headers })).toMatchObject({ status: 200 });
  });

  test.each([
    ['another id', { id: ids.nothing }],
    ['another type', { resourceType: 'Patient' }],
  ])('member, changed with %s, is refused', async (_case, changes) => {
    await using medplum = await startTestMedplum();
    const owner = await registerOwner(medplum);
    const member = await addMember(owner);

    expect(await membersOf(medplum, owner).change(member.id, { ...member, ...changes })).toMatchObject(forbidden);
  });

  test('member, of another project, is out of reach', async () => {
    await using medplum = await startTestMedplum();
    const { read, change, remove } = membersOf(medplum, await registerOwner(medplum));
    const foreign = { resourceType: 'ProjectMembership', id: membershipId('1') };

    expect(await read(foreign.id)).toMatchObject({ status: 404 });
    expect(await change(foreign.id, foreign)).toMatchObject({ status: 404 });
    expect(await remove(foreign.id)).toMatchObject({ status: 404 });
  });

  test('member, removed, has no access from then on', async () => {
    await using medplum = await startTestMedplum();
    const owner = await registerOwner(medplum);
    const member = await addMember(owner);
    const headers = bearer((await signInAs(medplum, 'paul@example.com')).access_token);
    const { remove, read } = membersOf(medplum, owner);

    expect(await remove(member.id)).toMatchObject({ status: 200, body: { id: 'ok' } });

    expect((await medplum.send('auth/me', { headers })).status).not.toBe(200);
    expect(await read(member.id)).toMatchObject({ status: 410 });
  });

  test('patient, removed, leaves a free email', async () => {
    await using medplum = await startTestMedplum();
    const owner = await registerOwner(medplum);
    const member = await addMember(owner, { resourceType: 'Patient' });
    await membersOf(medplum, owner).remove(member.id);

    const person = { firstName: 'A', lastName: 'B', email: 'paul@example.com', password: goodPassword };
    const answer = await medplum.postJson('auth/newuser', { ...person, projectId: owner.projectId });

    expect(answer.status).toBe(200);
  });

  test('owner, of the project, cannot be removed', async () => {
    await using medplum = await startTestMedplum();
    const owner = await registerOwner(medplum);
    const { body } = await medplum.send('auth/me', { headers: owner.headers });
    const { membership } = body as { membership: { id: string } };

    expect(await membersOf(medplum, owner).remove(membership.id)).toMatchObject({
      status: 400,
      body: { issue: [{ details: { text: 'Cannot delete the owner of the project' } }] },
    });
  });
});

describe('POST /admin/projects/setpassword', () => {
  test('password, set by an administrator, is that of a user of the project and of nobody else', async () => {
    await using medplum = await startTestMedplum();
    const owner = await registerOwner(medplum);
    await addMember(owner, { resourceType: 'Patient', email: 'pia@example.com' });
    const set = async (email: string, password: string): Promise<unknown> =>
      medplum.postJson('admin/projects/setpassword', { email, password }, owner.headers);

    expect(await set('pia@example.com', 'Another-Good-1')).toMatchObject({ status: 200, body: { id: 'ok' } });
    expect(await set('paula@example.com', 'Another-Good-1')).toMatchObject({
      status: 400,
      body: { issue: [{ details: { text: 'User not found' } }] },
    });
    expect(await set('nope', 'x')).toMatchObject({
      status: 400,
      body: { issue: [{ expression: ['email'] }, { expression: ['password'] }] },
    });

    const changes = { password: 'Another-Good-1', projectId: owner.projectId };
    expect(await signInAs(medplum, 'pia@example.com', changes)).toHaveProperty('access_token');
  });
});
