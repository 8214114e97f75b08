import { type Answer, textMember } from '#contract/answer.ts';
import { type Expected, type Group, refuses, when } from '#contract/case.ts';
import { bearer } from '#contract/http-client.ts';
import { oncePerSetup } from '#contract/setup/once-per-setup.ts';
import { goodPassword, sendInvitation } from '#contract/setup/people.ts';
import { registerProject, setFeatures } from '#contract/setup/register-project.ts';
import type { Setup } from '#contract/setup/setup.ts';

/** The owner of a project with some features and no others. */
type Owner = Readonly<{ projectId: string; token: string }>;

/** Makes a project with a feature, or with none; the same one each time. */
const ownerWith = oncePerSetup(async (setup, feature: string): Promise<Owner> => {
  const { projectId, ownerToken } = await registerProject(setup, `${feature || 'plain'}-${setup.run}`);
  await setFeatures(setup, setup.superToken, projectId, { features: feature ? [feature] : [] });
  return { projectId, token: ownerToken };
});

const create = (feature: string, resource: object) => async (setup: Setup) =>
  setup.fhir(
    'POST',
    (resource as { resourceType: string }).resourceType,
    bearer((await ownerWith(setup, feature)).token),
    resource,
  );

const patient = (content: object): object => ({ resourceType: 'Patient', ...content });
const strict = (content: object) => create('validate-terminology', patient(content));

const unbound = (value: string, valueSet: string, path: string): Expected => ({
  ...refuses(
    400,
    `value: Value "${value}" did not satisfy terminology binding http://hl7.org/fhir/ValueSet/${valueSet}|4.0.1`,
  ),
  body: { issue: [{ expression: [path] }] },
});

/** Invites somebody, and lets them sign in to that project. */
async function signIn(setup: Setup, feature: string): Promise<Answer> {
  const { projectId, token } = await ownerWith(setup, feature);
  const email = `feature-${crypto.randomUUID()}@example.com`;
  const person = { resourceType: 'Practitioner', firstName: 'Fea', lastName: 'Ture', email, password: goodPassword };
  await sendInvitation(setup, projectId, token, person);
  return setup.login({ email, clientId: undefined, projectId });
}

async function changeGender(setup: Setup): Promise<Answer> {
  const { token } = await ownerWith(setup, 'validate-terminology');
  const made = await strict({ gender: 'female' })(setup);
  const path = `Patient/${textMember(made, 'id')}`;
  return setup.fhir('PUT', path, bearer(token), { ...(made.body as object), gender: 'xyz' });
}

const subscription = {
  resourceType: 'Subscription',
  status: 'active',
  reason: 'Contract',
  criteria: 'Patient',
  channel: { type: 'websocket' },
};

export const projectFeatures: Group = {
  title: 'Features of a project',
  cases: [
    when(
      'PF01',
      'codes are checked: a code is none',
      strict({ gender: 'xyz' }),
      unbound('xyz', 'administrative-gender', 'Patient.gender'),
    ),
    when(
      'PF02',
      'codes are checked: one in a list is none',
      strict({ telecom: [{ system: 'pigeon', value: 'x' }] }),
      unbound('pigeon', 'contact-point-system', 'Patient.telecom[0].system'),
    ),
    when(
      'PF03',
      'codes are checked: the state of an Observation is none',
      create('validate-terminology', { resourceType: 'Observation', status: 'nope', code: { text: 'x' } }),
      unbound('nope', 'observation-status', 'Observation.status'),
    ),
    when(
      'PF04',
      'codes are checked: all are there',
      strict({ gender: 'female', telecom: [{ system: 'phone', use: 'home', value: '5' }] }),
      { status: 201 },
    ),
    when(
      'PF05',
      'codes are checked: the binding is not a required one',
      strict({ maritalStatus: { coding: [{ system: 'urn:mine', code: 'zz' }] } }),
      { status: 201 },
    ),
    when(
      'PF06',
      'codes are checked: a change has none',
      changeGender,
      unbound('xyz', 'administrative-gender', 'Patient.gender'),
    ),
    when(
      'PF07',
      'codes are checked: something else is wrong',
      strict({ gender: 'xyz', foo: 1 }),
      refuses(400, 'structure: Invalid additional property "foo"'),
    ),
    when('PF08', 'codes are not checked', create('', patient({ gender: 'xyz' })), { status: 201 }),
    when(
      'PF09',
      'Google is insisted on: somebody has a password',
      (setup) => signIn(setup, 'google-auth-required'),
      refuses(400, 'invalid: Google authentication is required'),
    ),
    when('PF10', 'Google is not insisted on', (setup) => signIn(setup, ''), { status: 200, members: 'login code' }),
    when('PF12', 'sockets are there: a Subscription is made', create('websocket-subscriptions', subscription), {
      status: 201,
    }),
  ],
};
