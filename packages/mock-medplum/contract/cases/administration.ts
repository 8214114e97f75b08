import type { Answer } from '#contract/answer.ts';
import { type Expected, forbidden, type Group, refuses, unauthorized, when } from '#contract/case.ts';
import { bearer } from '#contract/http-client.ts';
import { goodPassword, sendInvitation } from '#contract/setup/people.ts';
import type { Setup } from '#contract/setup/setup.ts';

const uuid = /^[0-9a-f-]{36}$/;

const invite = (setup: Setup, body: object): Promise<Answer> =>
  sendInvitation(setup, setup.projectId, setup.ownerToken, body);
const someone = (changes: object = {}): object => ({
  resourceType: 'Practitioner',
  firstName: 'In',
  lastName: 'Vited',
  email: `invited-${crypto.randomUUID()}@example.com`,
  password: goodPassword,
  ...changes,
});

const member = (setup: Setup, profile: RegExp): Expected => ({
  status: 200,
  body: {
    resourceType: 'ProjectMembership',
    project: { reference: `Project/${setup.projectId}` },
    profile: { reference: profile },
    user: { reference: /^User\// },
    invitedBy: { reference: `User/${setup.owner.userId}` },
    meta: { project: setup.projectId },
  },
});

const admin = (setup: Setup, path: string, body: object, token: string): Promise<Answer> =>
  setup.postJson(`admin/projects/${setup.projectId}/${path}`, body, bearer(token));

export const administration: Group = {
  title: 'Administration of a project',
  cases: [
    when(
      'AD01',
      'a practitioner is invited',
      (setup) => invite(setup, someone()),
      (setup) => member(setup, /^Practitioner\//),
    ),
    when(
      'AD02',
      'a patient is invited with a policy',
      (setup) => {
        const membership = { accessPolicy: { reference: `AccessPolicy/${setup.policies.device}` } };
        return invite(setup, someone({ resourceType: 'Patient', membership }));
      },
      (setup) => {
        const accessPolicy = { reference: `AccessPolicy/${setup.policies.device}` };
        const { status, body } = member(setup, /^Patient\//);
        return { status, body: { ...(body as object), accessPolicy } };
      },
    ),
    when(
      'AD03',
      'someone is invited who is a member',
      (setup) => invite(setup, someone({ email: setup.practitioner.email })),
      refuses(409, 'conflict: User is already a member of this project'),
    ),
    when(
      'AD04',
      'someone is invited who is known elsewhere',
      (setup) => {
        return invite(setup, {
          resourceType: 'Practitioner',
          firstName: 'Ex',
          lastName: 'Ternal',
          externalId: crypto.randomUUID(),
        });
      },
      (setup) => {
        const { status, body } = member(setup, /^Practitioner\//);
        return { status, body: { ...(body as object), externalId: uuid } };
      },
    ),
    when(
      'AD05',
      'someone is invited without an email',
      (setup) => invite(setup, someone({ email: undefined })),
      refuses(400, 'invalid: Either email or externalId is required'),
    ),
    when('AD06', 'nobody invites', (setup) => setup.postJson(`admin/projects/${setup.projectId}/invite`, {}), {
      ...unauthorized,
      headers: { 'www-authenticate': /^Bearer realm=/ },
    }),
    when(
      'AD07',
      'a practitioner invites',
      async (setup) => sendInvitation(setup, setup.projectId, (await setup.signIn()).access_token, someone()),
      forbidden,
    ),
    when(
      'AD08',
      'a client is made',
      (setup) =>
        admin(setup, 'client', { name: 'Made', redirectUris: ['http://localhost:3900/callback'] }, setup.ownerToken),
      {
        status: 201,
        members: 'meta resourceType secret name redirectUris id',
        body: { resourceType: 'ClientApplication', name: 'Made', secret: /^[0-9a-f]{64}$/, id: uuid },
      },
    ),
    when(
      'AD09',
      'a client is made by a device',
      async (setup) => admin(setup, 'client', { name: 'Made' }, await setup.clientToken('device')),
      forbidden,
    ),
    when(
      'AD10',
      'a Bot is made',
      (setup) => admin(setup, 'bot', { name: 'Made', description: 'm', runtimeVersion: 'vmcontext' }, setup.ownerToken),
      {
        status: 201,
        members: 'meta resourceType name description runtimeVersion sourceCode id',
        body: {
          resourceType: 'Bot',
          sourceCode: { contentType: 'text/typescript', title: 'index.ts', url: /^Binary\// },
        },
      },
    ),
    when(
      'AD11',
      'the project is read',
      (setup) => setup.get(`admin/projects/${setup.projectId}`, bearer(setup.ownerToken)),
      (setup) => ({
        status: 200,
        members: 'project',
        body: { project: { id: setup.projectId, name: `Contract ${setup.run}` } },
      }),
    ),
    when(
      'AD12',
      'the project is read by a practitioner',
      async (setup) => {
        return setup.get(`admin/projects/${setup.projectId}`, bearer((await setup.signIn()).access_token));
      },
      forbidden,
    ),
  ],
};
