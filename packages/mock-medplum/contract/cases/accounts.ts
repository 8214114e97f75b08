import { type Answer, type Json, textMember } from '#contract/answer.ts';
import { allOk, type Expected, type Group, notFound, refuses, unauthorized, when } from '#contract/case.ts';
import { bearer } from '#contract/http-client.ts';
import { goodPassword } from '#contract/setup/people.ts';
import type { Setup } from '#contract/setup/setup.ts';
import { s256Challenge } from '#contract/setup/steps.ts';

const nobody = '00000000-0000-4000-8000-000000000000';
const uuid = /^[0-9a-f-]{36}$/;
const code: Expected = { status: 200, members: 'login code', body: { code: /^[0-9a-f]{32}$/ } };

const newEmail = (): string => `new-${crypto.randomUUID()}@example.com`;

/** Registers someone, for a new project unless told otherwise. */
function register(setup: Setup, changes: object = {}): Promise<Answer> {
  const name = { firstName: 'New', lastName: 'Person', email: newEmail(), password: goodPassword };
  const challenge = { codeChallenge: s256Challenge, codeChallengeMethod: 'S256', scope: 'openid' };
  return setup.postJson('auth/newuser', { ...name, ...challenge, projectId: 'new', ...changes });
}

async function newProject(setup: Setup): Promise<Readonly<{ login: string; made: Answer }>> {
  const login = textMember(await register(setup), 'login');
  return { login, made: await setup.postJson('auth/newproject', { login, projectName: 'Contract of someone new' }) };
}

const asPaula = async (setup: Setup, path: string, body: object): Promise<Answer> =>
  setup.postJson(path, body, bearer((await setup.signIn()).access_token));

export const accounts: Group = {
  title: 'Registering, and passwords',
  cases: [
    when('RE01', 'the email is none', (setup) => register(setup, { email: 'nope' }), {
      ...refuses(400, 'invalid: Valid email address between 3 and 72 characters is required'),
      body: { issue: [{ expression: ['email'] }] },
    }),
    when('RE02', 'someone new registers', (setup) => register(setup), {
      status: 200,
      members: 'login emailVerificationRequired',
      body: { login: uuid, emailVerificationRequired: false },
    }),
    when(
      'RE22',
      'the site key of a recaptcha is no project’s',
      (setup) => register(setup, { recaptchaSiteKey: 'made-up', recaptchaToken: 'x' }),
      refuses(400, 'invalid: Invalid recaptchaSiteKey'),
    ),
    when('RE03', 'someone registers who is known', (setup) => register(setup, { email: setup.owner.email }), {
      ...refuses(400, 'invalid: Email already registered'),
      body: { issue: [{ expression: ['email'] }] },
    }),
    when(
      'RE30',
      'someone registers in what is no project',
      (setup) => register(setup, { projectId: 'abc' }),
      refuses(400, 'invalid: invalid input syntax for type uuid: "abc"'),
    ),
    when('RE04', 'a project is made', async (setup) => (await newProject(setup)).made, code),
    when(
      'RE05',
      'a second project is made',
      async (setup) => {
        const { login } = await newProject(setup);
        return setup.postJson('auth/newproject', { login, projectName: 'Again' });
      },
      refuses(400, 'invalid: Login already has a membership'),
    ),
    when(
      'RE06',
      'the code of a new project is exchanged',
      async (setup) => setup.redeem(textMember((await newProject(setup)).made, 'code')),
      {
        status: 200,
        body: {
          project: { display: 'Contract of someone new' },
          profile: { reference: /^Practitioner\//, display: 'New Person' },
        },
      },
    ),
    when('RE07', 'a patient registers with a project', (setup) => register(setup, { projectId: setup.projectId }), {
      status: 200,
      members: 'login emailVerificationRequired',
    }),
    when(
      'RE08',
      'a patient names no project',
      async (setup) => {
        const login = textMember(await register(setup, { projectId: setup.projectId }), 'login');
        return setup.postJson('auth/newpatient', { login });
      },
      { ...refuses(400, 'invalid: Project ID is required'), body: { issue: [{ expression: ['projectId'] }] } },
    ),
    when('RE09', 'a patient joins the project', newPatient, code),
    when(
      'RE10',
      'the code of a new patient is exchanged',
      async (setup) => setup.redeem(textMember(await newPatient(setup), 'code')),
      {
        status: 200,
        body: { patient: uuid, profile: { reference: /^Patient\// } },
        idToken: { fhirUser: /^Patient\// },
      },
    ),
    when(
      'RE11',
      'a password is changed by someone who does not know it',
      (setup) =>
        asPaula(setup, 'auth/changepassword', {
          oldPassword: 'nope-nope-1',
          newPassword: 'Another-Good-Pw-1',
        }),
      { ...refuses(400, 'invalid: Incorrect password'), body: { issue: [{ expression: ['oldPassword'] }] } },
    ),
    when('RE12', 'nobody changes a password', (setup) => setup.postJson('auth/changepassword', {}), unauthorized),
    when(
      'RE13',
      'a reset is asked for by nobody',
      (setup) => setup.postJson('auth/resetpassword', { email: newEmail(), sendEmail: false }),
      allOk,
    ),
    when(
      'RE14',
      'a reset is asked for',
      (setup) => setup.postJson('auth/resetpassword', { email: setup.practitioner.email, sendEmail: false }),
      allOk,
    ),
    when(
      'RE15',
      'a password is set with a made-up secret',
      (setup) =>
        setup.postJson('auth/setpassword', {
          id: nobody,
          secret: 'x',
          password: 'Another-Good-Pw-1',
        }),
      notFound,
    ),
    when('RE16', 'the password is short', (setup) => register(setup, { password: 'x' }), {
      ...refuses(400, 'invalid: Password must be at least 8 characters'),
      body: { issue: [{ expression: ['password'] }] },
    }),
    when(
      'RE17',
      'the password has more than 72 bytes',
      (setup) => register(setup, { password: 'ü'.repeat(40) }),
      refuses(400, 'invalid: Password must be no more than 72 characters'),
    ),
    when('RE18', 'nothing is right', (setup) => register(setup, { firstName: '', email: 'x', password: 'x' }), {
      status: 400,
      body: {
        issue: ['firstName', 'email', 'email', 'password'].map((field) => ({ expression: [field] })),
      },
    }),
    when(
      'RE19',
      'a patient joins a project that is not open',
      joinClosed,
      refuses(400, 'invalid: Project does not allow open registration'),
    ),
    when(
      'RE20',
      'a password is changed to a short one',
      (setup) => asPaula(setup, 'auth/changepassword', { oldPassword: goodPassword, newPassword: 'x' }),
      refuses(400, 'invalid: Password must be at least 8 characters'),
    ),
    when(
      'RE21',
      'a machine changes its password',
      async (setup) => {
        const body = { oldPassword: goodPassword, newPassword: goodPassword };
        return setup.postJson('auth/changepassword', body, bearer(await setup.clientToken('confidential')));
      },
      refuses(400, 'invalid: Existing password not set'),
    ),
  ],
};

/** Makes a project, takes its default policy for patients away, and registers somebody there. */
async function joinClosed(setup: Setup): Promise<Answer> {
  const { made } = await newProject(setup);
  const { project } = (await setup.redeem(textMember(made, 'code'))).body as { project: { reference: string } };
  const headers = bearer(setup.superToken);
  const { defaultPatientAccessPolicy: _none, ...closed } = (await setup.fhir('GET', project.reference, headers))
    .body as Json;
  await setup.fhir('PUT', project.reference, headers, closed);
  const projectId = project.reference.replace('Project/', '');
  const login = textMember(await register(setup, { projectId }), 'login');
  return setup.postJson('auth/newpatient', { login, projectId });
}

async function newPatient(setup: Setup): Promise<Answer> {
  const login = textMember(await register(setup, { projectId: setup.projectId }), 'login');
  return setup.postJson('auth/newpatient', { login, projectId: setup.projectId });
}
