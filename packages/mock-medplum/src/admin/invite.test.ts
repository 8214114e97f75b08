import type { Bundle, ProjectMembership } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { goodPassword, registerOwner, signInAs } from '#accounts/test-accounts.ts';
import { ids } from '#project/test-project.ts';
import { basic, bearer, startTestMedplum } from '#test-medplum.ts';

const practitioner = {
  resourceType: 'Practitioner',
  firstName: 'Paul',
  lastName: 'Practitioner',
  email: 'paul@example.com',
  password: goodPassword,
  sendEmail: false,
};

describe('POST /admin/projects/:projectId/invite', () => {
  test('practitioner, invited with a password, gets the default policy and can sign in', async () => {
    await using medplum = await startTestMedplum();
    const { projectId, post } = await registerOwner(medplum);

    const { status, headers, body } = await post('invite', practitioner);

    const membership = body as ProjectMembership;
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/fhir+json; charset=utf-8');
    expect(headers.get('etag')).toBe(`W/"${membership.meta?.versionId}"`);
    expect(headers.get('last-modified')).toBe('Mon, 23 Nov 2026 22:00:00 GMT');
    expect(membership).toMatchObject({
      resourceType: 'ProjectMembership',
      accessPolicy: { display: 'Default Practitioner Access Policy' },
      invitedBy: { display: 'owner@example.com' },
      project: { reference: `Project/${projectId}`, display: 'Olive Clinic' },
      user: { display: 'paul@example.com' },
      profile: { display: 'Paul Practitioner' },
      meta: { author: { reference: 'system' }, project: projectId },
    });
    expect(await signInAs(medplum, 'paul@example.com')).toMatchObject({ profile: { display: 'Paul Practitioner' } });
  });

  test('practitioner, under the default policy, writes patients, and knowledge and memberships not', async () => {
    await using medplum = await startTestMedplum();
    const { post } = await registerOwner(medplum);
    await post('invite', practitioner);
    const headers = bearer((await signInAs(medplum, 'paul@example.com')).access_token);
    const create = async (resource: { resourceType: string }): Promise<number> =>
      (await medplum.postJson(`fhir/R4/${resource.resourceType}`, resource, headers)).status;

    expect(await create({ resourceType: 'Patient' })).toBe(201);
    expect(await create({ resourceType: 'MedicationKnowledge' })).toBe(403);
    expect(await medplum.send('fhir/R4/MedicationKnowledge', { headers })).toMatchObject({ status: 200 });
    expect(await medplum.send('fhir/R4/ProjectMembership', { headers })).toMatchObject({ status: 403 });
  });

  test('patient, invited, belongs to the project and signs in only to it', async () => {
    await using medplum = await startTestMedplum();
    const { projectId, post } = await registerOwner(medplum);
    const patient = { ...practitioner, resourceType: 'Patient', email: 'pia@example.com' };

    expect((await post('invite', patient)).body).toMatchObject({
      accessPolicy: { display: 'Default Patient Access Policy' },
    });

    const credentials = { email: 'pia@example.com', password: goodPassword, clientId: undefined };
    expect(await medplum.login(credentials)).toMatchObject({ status: 400 });
    expect(await medplum.login({ ...credentials, projectId })).toMatchObject({ status: 200 });
  });

  test.each([
    ['project', 'finds the secret of the link', [{ resource: { secret: expect.stringMatching(/^[0-9a-f]{32}$/) } }]],
    ['server', 'finds nothing', []],
  ])('administrator, who mails an invitation to a user of the %s, %s', async (scope, _what, entries) => {
    await using medplum = await startTestMedplum();
    const { post, headers } = await registerOwner(medplum);
    const { user } = (await post('invite', { ...practitioner, password: undefined, scope })).body as ProjectMembership;

    const { body } = await medplum.send(`fhir/R4/UserSecurityRequest?user=${user?.reference}`, { headers });

    expect((body as Bundle).entry ?? []).toMatchObject(entries);
  });

  test.each([
    ['a policy of its own', (accessPolicy: object) => ({ accessPolicy })],
    ['a preset membership', (accessPolicy: object) => ({ membership: { accessPolicy } })],
  ])('practitioner, invited with %s, gets that instead of the default', async (_case, changes) => {
    await using medplum = await startTestMedplum();
    const { headers, post } = await registerOwner(medplum);
    const policy = { resourceType: 'AccessPolicy', name: 'Own' };
    const { id } = (await medplum.postJson('fhir/R4/AccessPolicy', policy, headers)).body as { id: string };
    const accessPolicy = { reference: `AccessPolicy/${id}` };

    expect((await post('invite', { ...practitioner, ...changes(accessPolicy) })).body).toMatchObject({ accessPolicy });
  });

  test('practitioner, invited with access by parameters, gets it and no default', async () => {
    await using medplum = await startTestMedplum();
    const { post } = await registerOwner(medplum);
    const access = [
      {
        policy: { reference: `AccessPolicy/${ids.open}` },
        parameter: [{ name: 'organization', valueReference: { reference: 'Organization/1' } }],
      },
    ];

    const { body } = await post('invite', { ...practitioner, membership: { access } });

    expect(body).toMatchObject({ access });
    expect(body).not.toHaveProperty('accessPolicy');
  });

  test('administrator, invited, gets the default policy of administrators', async () => {
    await using medplum = await startTestMedplum();
    const { post } = await registerOwner(medplum);

    expect((await post('invite', { ...practitioner, admin: true })).body).toMatchObject({
      admin: true,
      accessPolicy: { display: 'Default Admin Access Policy' },
    });
  });

  test('practitioner, invited by an external id, has a user without email', async () => {
    await using medplum = await startTestMedplum();
    const { post } = await registerOwner(medplum);

    const { body } = await post('invite', { ...practitioner, email: undefined, externalId: 'ext-1' });

    expect(body).toMatchObject({ externalId: 'ext-1', profile: { display: 'Paul Practitioner' } });
    expect(Object.keys((body as ProjectMembership).user ?? {})).toEqual(['reference']);
  });

  test('practitioner, invited twice, is a conflict, unless the second says upsert or another membership', async () => {
    await using medplum = await startTestMedplum();
    const { post } = await registerOwner(medplum);
    const { id } = (await post('invite', practitioner)).body as ProjectMembership;

    expect(await post('invite', practitioner)).toMatchObject({
      status: 409,
      body: {
        id: 'conflict',
        issue: [{ code: 'conflict', details: { text: 'User is already a member of this project' } }],
      },
    });
    expect(await post('invite', { ...practitioner, upsert: true, admin: true })).toMatchObject({
      status: 200,
      body: { id, admin: true },
    });
    const other = await post('invite', { ...practitioner, forceNewMembership: true });
    expect(other.status).toBe(200);
    expect((other.body as ProjectMembership).id).not.toBe(id);
  });

  test.each([
    [{ resourceType: 'Device' }, 'Resource type is required', 'resourceType'],
    [{ firstName: '' }, 'First name is required', 'firstName'],
    [{ lastName: undefined }, 'Last name is required', 'lastName'],
    [{ email: undefined }, 'Either email or externalId is required', undefined],
    [{ email: 'nope' }, 'Either email or externalId is required', undefined],
  ])('invitation, with %j, is refused', async (changes, text, expression) => {
    await using medplum = await startTestMedplum();
    const { post } = await registerOwner(medplum);

    const answer = await post('invite', { ...practitioner, ...changes });

    expect(answer.status).toBe(400);
    expect((answer.body as { issue: object[] }).issue).toEqual([
      { severity: 'error', code: 'invalid', details: { text }, ...(expression && { expression: [expression] }) },
    ]);
  });

  test.each([
    ['of another project', `Patient/${ids.pat}`, 'Profile does not belong to project'],
    ['that is not there', `Practitioner/${ids.nothing}`, 'Not found'],
  ])('invitation, to a profile %s, is refused', async (_case, reference, text) => {
    await using medplum = await startTestMedplum();
    const { post } = await registerOwner(medplum);

    const answer = await post('invite', { ...practitioner, membership: { profile: { reference } } });

    expect(answer).toMatchObject({ body: { issue: [{ details: { text } }] } });
  });

  test.each([{ access: 5 }, { accessPolicy: 'x' }, { admin: 'yes' }, { wibble: 1 }])(
    'invitation, that presets %j, is refused and makes nobody a member',
    async (membership) => {
      await using medplum = await startTestMedplum();
      const { post } = await registerOwner(medplum);

      expect(await post('invite', { ...practitioner, membership })).toMatchObject({ status: 400 });
      expect(await medplum.login({ email: practitioner.email, password: goodPassword })).toMatchObject({
        status: 400,
      });
    },
  );

  test('invitation, of a known email in the project, uses the profile that is there', async () => {
    await using medplum = await startTestMedplum();
    const { headers, post } = await registerOwner(medplum);
    const telecom = [{ system: 'email', value: 'paul@example.com' }];
    const known = await medplum.postJson('fhir/R4/Practitioner', { resourceType: 'Practitioner', telecom }, headers);

    const { body } = await post('invite', practitioner);

    const { id } = known.body as { id: string };
    expect(body).toMatchObject({ profile: { reference: `Practitioner/${id}` } });
  });

  test.each([
    ['nobody', {}, 401],
    ['a client that is no administrator', basic(ids.device, 'test-secret'), 403],
    ['a client that is one', basic(ids.admin, 'test-secret'), 200],
  ])('invitation, by %s, gets %s', async (_case, headers, status) => {
    await using medplum = await startTestMedplum();

    const answer = await medplum.postJson(`admin/projects/${ids.project}/invite`, practitioner, headers);

    expect(answer.status).toBe(status);
  });

  test('invitation, without a password, mails a link that sets one', async () => {
    await using medplum = await startTestMedplum();
    const { post } = await registerOwner(medplum);
    await post('invite', { ...practitioner, password: undefined, sendEmail: true });
    const [mail] = medplum.tenant.outbox.list();
    const [, id, secret] = /setpassword\/(\S+)\/(\S+)/.exec(mail?.text ?? '') ?? [];

    const answer = await medplum.postJson('auth/setpassword', { id, secret, password: goodPassword });

    expect(mail).toMatchObject({ to: 'paul@example.com', subject: 'Welcome to Medplum' });
    expect(answer.status).toBe(200);
    expect(await signInAs(medplum, 'paul@example.com')).toHaveProperty('access_token');
  });
});
