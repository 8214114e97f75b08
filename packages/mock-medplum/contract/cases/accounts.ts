import { type Answer, textMember } from '#contract/answer.ts';
import { allOk, type Expected, type Group, notFound, refuses, unauthorized, when } from '#contract/case.ts';
import { bearer } from '#contract/http-client.ts';
import { goodPassword } from '#contract/world/people.ts';
import { s256Challenge } from '#contract/world/steps.ts';
import type { World } from '#contract/world/world.ts';

const nobody = '00000000-0000-4000-8000-000000000000';
const uuid = /^[0-9a-f-]{36}$/;
const code: Expected = { status: 200, members: 'login code', body: { code: /^[0-9a-f]{32}$/ } };

const newEmail = (): string => `new-${crypto.randomUUID()}@example.com`;

/** Registers someone, for a new project unless told otherwise. */
function register(w: World, changes: object = {}): Promise<Answer> {
  const name = { firstName: 'New', lastName: 'Person', email: newEmail(), password: goodPassword };
  const challenge = { codeChallenge: s256Challenge, codeChallengeMethod: 'S256', scope: 'openid' };
  return w.postJson('auth/newuser', { ...name, ...challenge, projectId: 'new', ...changes });
}

async function newProject(w: World): Promise<Readonly<{ login: string; made: Answer }>> {
  const login = textMember(await register(w), 'login');
  return { login, made: await w.postJson('auth/newproject', { login, projectName: 'Contract of someone new' }) };
}

const asPaula = async (w: World, path: string, body: object): Promise<Answer> =>
  w.postJson(path, body, bearer((await w.signIn()).access_token));

export const accounts: Group = {
  title: 'Registering, and passwords',
  cases: [
    when('RE01', 'the email is none', (w) => register(w, { email: 'nope' }), {
      ...refuses(400, 'invalid: Valid email address between 3 and 72 characters is required'),
      body: { issue: [{ expression: ['email'] }] },
    }),
    when('RE02', 'someone new registers', (w) => register(w), {
      status: 200,
      members: 'login emailVerificationRequired',
      body: { login: uuid, emailVerificationRequired: false },
    }),
    when('RE03', 'someone registers who is known', (w) => register(w, { email: w.owner.email }), {
      ...refuses(400, 'invalid: Email already registered'),
      body: { issue: [{ expression: ['email'] }] },
    }),
    when('RE04', 'a project is made', async (w) => (await newProject(w)).made, code),
    when(
      'RE05',
      'a second project is made',
      async (w) => {
        const { login } = await newProject(w);
        return w.postJson('auth/newproject', { login, projectName: 'Again' });
      },
      refuses(400, 'invalid: Login already has a membership'),
    ),
    when(
      'RE06',
      'the code of a new project is exchanged',
      async (w) => w.redeem(textMember((await newProject(w)).made, 'code')),
      {
        status: 200,
        body: {
          project: { display: 'Contract of someone new' },
          profile: { reference: /^Practitioner\//, display: 'New Person' },
        },
      },
    ),
    when('RE07', 'a patient registers with a project', (w) => register(w, { projectId: w.projectId }), {
      status: 200,
      members: 'login emailVerificationRequired',
    }),
    when(
      'RE08',
      'a patient names no project',
      async (w) => {
        const login = textMember(await register(w, { projectId: w.projectId }), 'login');
        return w.postJson('auth/newpatient', { login });
      },
      { ...refuses(400, 'invalid: Project ID is required'), body: { issue: [{ expression: ['projectId'] }] } },
    ),
    when('RE09', 'a patient joins the project', newPatient, code),
    when(
      'RE10',
      'the code of a new patient is exchanged',
      async (w) => w.redeem(textMember(await newPatient(w), 'code')),
      {
        status: 200,
        body: { patient: uuid, profile: { reference: /^Patient\// } },
        idToken: { fhirUser: /^Patient\// },
      },
    ),
    when(
      'RE11',
      'a password is changed by someone who does not know it',
      (w) =>
        asPaula(w, 'auth/changepassword', {
          oldPassword: 'nope-nope-1',
          newPassword: 'Another-Good-Pw-1',
        }),
      { ...refuses(400, 'invalid: Incorrect password'), body: { issue: [{ expression: ['oldPassword'] }] } },
    ),
    when('RE12', 'nobody changes a password', (w) => w.postJson('auth/changepassword', {}), unauthorized),
    when(
      'RE13',
      'a reset is asked for by nobody',
      (w) => w.postJson('auth/resetpassword', { email: newEmail(), sendEmail: false }),
      allOk,
    ),
    when(
      'RE14',
      'a reset is asked for',
      (w) => w.postJson('auth/resetpassword', { email: w.practitioner.email, sendEmail: false }),
      allOk,
    ),
    when(
      'RE15',
      'a password is set with a made-up secret',
      (w) =>
        w.postJson('auth/setpassword', {
          id: nobody,
          secret: 'x',
          password: 'Another-Good-Pw-1',
        }),
      notFound,
    ),
  ],
};

async function newPatient(w: World): Promise<Answer> {
  const login = textMember(await register(w, { projectId: w.projectId }), 'login');
  return w.postJson('auth/newpatient', { login, projectId: w.projectId });
}
