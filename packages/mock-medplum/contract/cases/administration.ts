import type { Answer } from '#contract/answer.ts';
import { type Expected, forbidden, type Group, refuses, unauthorized, when } from '#contract/case.ts';
import { bearer } from '#contract/http-client.ts';
import { goodPassword, sendInvitation } from '#contract/world/people.ts';
import type { World } from '#contract/world/world.ts';

const uuid = /^[0-9a-f-]{36}$/;

const invite = (w: World, body: object): Promise<Answer> => sendInvitation(w, w.projectId, w.ownerToken, body);
const someone = (changes: object = {}): object => ({
  resourceType: 'Practitioner',
  firstName: 'In',
  lastName: 'Vited',
  email: `invited-${crypto.randomUUID()}@example.com`,
  password: goodPassword,
  ...changes,
});

const member = (w: World, profile: RegExp): Expected => ({
  status: 200,
  body: {
    resourceType: 'ProjectMembership',
    project: { reference: `Project/${w.projectId}` },
    profile: { reference: profile },
    user: { reference: /^User\// },
    invitedBy: { reference: `User/${w.owner.userId}` },
    meta: { project: w.projectId },
  },
});

const admin = (w: World, path: string, body: object, token: string): Promise<Answer> =>
  w.postJson(`admin/projects/${w.projectId}/${path}`, body, bearer(token));

export const administration: Group = {
  title: 'Administration of a project',
  cases: [
    when(
      'AD01',
      'a practitioner is invited',
      (w) => invite(w, someone()),
      (w) => member(w, /^Practitioner\//),
    ),
    when(
      'AD02',
      'a patient is invited with a policy',
      (w) => {
        const membership = { accessPolicy: { reference: `AccessPolicy/${w.policies.device}` } };
        return invite(w, someone({ resourceType: 'Patient', membership }));
      },
      (w) => {
        const accessPolicy = { reference: `AccessPolicy/${w.policies.device}` };
        const { status, body } = member(w, /^Patient\//);
        return { status, body: { ...(body as object), accessPolicy } };
      },
    ),
    when(
      'AD03',
      'someone is invited who is a member',
      (w) => invite(w, someone({ email: w.practitioner.email })),
      refuses(409, 'conflict: User is already a member of this project'),
    ),
    when(
      'AD04',
      'someone is invited who is known elsewhere',
      (w) => {
        return invite(w, {
          resourceType: 'Practitioner',
          firstName: 'Ex',
          lastName: 'Ternal',
          externalId: crypto.randomUUID(),
        });
      },
      (w) => {
        const { status, body } = member(w, /^Practitioner\//);
        return { status, body: { ...(body as object), externalId: uuid } };
      },
    ),
    when(
      'AD05',
      'someone is invited without an email',
      (w) => invite(w, someone({ email: undefined })),
      refuses(400, 'invalid: Either email or externalId is required'),
    ),
    when('AD06', 'nobody invites', (w) => w.postJson(`admin/projects/${w.projectId}/invite`, {}), {
      ...unauthorized,
      headers: { 'www-authenticate': /^Bearer realm=/ },
    }),
    when(
      'AD07',
      'a practitioner invites',
      async (w) => sendInvitation(w, w.projectId, (await w.signIn()).access_token, someone()),
      forbidden,
    ),
    when(
      'AD08',
      'a client is made',
      (w) => admin(w, 'client', { name: 'Made', redirectUris: ['http://localhost:3900/callback'] }, w.ownerToken),
      {
        status: 201,
        members: 'meta resourceType secret name redirectUris id',
        body: { resourceType: 'ClientApplication', name: 'Made', secret: /^[0-9a-f]{64}$/, id: uuid },
      },
    ),
    when(
      'AD09',
      'a client is made by a device',
      async (w) => admin(w, 'client', { name: 'Made' }, await w.clientToken('device')),
      forbidden,
    ),
    when(
      'AD10',
      'a Bot is made',
      (w) => admin(w, 'bot', { name: 'Made', description: 'm', runtimeVersion: 'vmcontext' }, w.ownerToken),
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
      (w) => w.get(`admin/projects/${w.projectId}`, bearer(w.ownerToken)),
      (w) => ({
        status: 200,
        members: 'project',
        body: { project: { id: w.projectId, name: `Contract ${w.run}` } },
      }),
    ),
    when(
      'AD12',
      'the project is read by a practitioner',
      async (w) => {
        return w.get(`admin/projects/${w.projectId}`, bearer((await w.signIn()).access_token));
      },
      forbidden,
    ),
  ],
};
