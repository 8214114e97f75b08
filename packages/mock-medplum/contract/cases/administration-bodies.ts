import { type Answer, type Json, member, textMember } from '#contract/answer.ts';
import { type Expectation, type Expected, type Group, notFound, refuses, when } from '#contract/case.ts';
import { bearer } from '#contract/http-client.ts';
import { goodPassword, sendInvitation } from '#contract/setup/people.ts';
import type { Setup } from '#contract/setup/setup.ts';
import { clientCredentials } from '#contract/setup/steps.ts';

const nobody = '00000000-0000-4000-8000-000000000000';
const noPolicy = { reference: `AccessPolicy/${nobody}` };

const post = (setup: Setup, path: string, body: unknown): Promise<Answer> =>
  setup.postJson(`admin/projects/${setup.projectId}/${path}`, body, bearer(setup.ownerToken));

/** Makes a client of a body. */
const newClient = (body: object) => (setup: Setup) => post(setup, 'client', { name: 'Made', ...body });

/** Makes a client of a body, and asks for its token. */
const tokenOf = (body: object) => async (setup: Setup) => {
  const made = await newClient(body)(setup);
  return setup.token(clientCredentials(textMember(made, 'id'), textMember(made, 'secret')));
};

/** A client has the members that its body had. */
const kept = (id: string, name: string, body: object) =>
  when(id, `a client is made with ${name}`, newClient(body), { status: 201, body });

const invite =
  (changes: (setup: Setup) => object) =>
  (setup: Setup): Promise<Answer> => {
    const person = { resourceType: 'Practitioner', firstName: 'In', lastName: 'Vited', password: goodPassword };
    const email = `body-${crypto.randomUUID()}@example.com`;
    return sendInvitation(setup, setup.projectId, setup.ownerToken, { ...person, email, ...changes(setup) });
  };

const relative = (patient?: (setup: Setup) => string) =>
  invite((setup) => ({
    resourceType: 'RelatedPerson',
    ...(patient && { patient: { reference: patient(setup) } }),
  }));

/** Invites someone and changes their membership, then perhaps back. */
const change =
  (...changes: readonly object[]) =>
  async (setup: Setup): Promise<Answer> => {
    let membership = await invite(() => ({}))(setup);
    for (const each of changes) {
      const path = `members/${textMember(membership, 'id')}`;
      membership = await post(setup, path, { ...(membership.body as Json), ...each });
    }
    return membership;
  };

const policyNamed = (display: string): Expected => ({ status: 200, body: { accessPolicy: { display } } });
const tooShort = refuses(400, 'invalid: Password must be at least 8 characters');
const unknownPolicy = refuses(400, `invalid: Access policy AccessPolicy/${nobody} does not exist`);
const isMember = refuses(409, 'conflict: User is already a member of this project');
const forAlice: Expectation = (setup) => ({
  status: 200,
  body: {
    accessPolicy: undefined,
    access: [{ parameter: [{ name: 'patient', valueReference: { reference: `Patient/${setup.alice}` } }] }],
  },
});

function newBot(setup: Setup, sourceCode: object): Promise<Answer> {
  const body = { name: 'With code', sourceCode };
  return setup.postJson(`admin/projects/${setup.projectId}/bot`, body, bearer(setup.ownerToken));
}

export const administrationBodies: Group = {
  title: 'Administration of a project: what a body may say',
  cases: [
    kept('AB01', 'a state', { status: 'off' }),
    when(
      'AB02',
      'the token of a client is asked for that was made off',
      tokenOf({ status: 'off' }),
      refuses(400, 'invalid_request: Invalid client'),
    ),
    kept('AB03', 'optional PKCE', { pkceOptional: true }),
    kept('AB04', 'origins', { allowedOrigin: ['https://good.example'] }),
    kept('AB05', 'scopes', { defaultScope: ['openid'] }),
    kept('AB06', 'a launch URL', { launchUri: 'https://app.example/launch' }),
    kept('AB07', 'a form', { signInForm: { welcomeString: 'Welcome' } }),
    kept('AB08', 'a trust store', { certificateTrustStore: 'PEM' }),
    kept('AB09', 'a secret of its own', { secret: 'my-own-secret' }),
    when(
      'AB10',
      'a client is made with an unknown member',
      newClient({ foo: 1 }),
      refuses(400, 'structure: Invalid additional property "foo"'),
    ),
    when(
      'AB11',
      'a client is made with a number for a name',
      newClient({ name: 5 }),
      refuses(400, 'structure: Invalid JSON type: expected string, but got number'),
    ),
    when(
      'AB12',
      'a client is made with one redirect URI for many',
      newClient({ redirectUris: 'http://localhost/cb' }),
      refuses(400, 'structure: Expected array of values for property'),
    ),
    when(
      'AB13',
      'a client is made with null',
      newClient({ description: null }),
      refuses(400, 'structure: Invalid null value'),
    ),
    when('AB14', 'a client is made with a policy that is none', newClient({ accessPolicy: 'none' }), { status: 400 }),
    when(
      'AB15',
      'a client is made without a name',
      (setup) => post(setup, 'client', {}),
      refuses(400, 'invalid: Client name is required'),
    ),
    when(
      'AB16',
      'a Bot is made for a runtime that is not known',
      (setup) => post(setup, 'bot', { name: 'b', runtimeVersion: 'nope' }),
      { status: 201, body: { runtimeVersion: 'nope' } },
    ),
    when(
      'AB17',
      'someone is invited with a short password',
      invite(() => ({ password: 'x' })),
      tooShort,
    ),
    when(
      'AB18',
      'someone is invited with no password at all',
      invite(() => ({ password: null })),
      tooShort,
    ),
    when(
      'AB19',
      'someone is invited with a long password',
      invite(() => ({ password: 'x'.repeat(73) })),
      refuses(400, 'invalid: Password must be no more than 72 characters'),
    ),
    when(
      'AB20',
      'someone is invited with a policy that is not there',
      invite(() => ({ accessPolicy: noPolicy })),
      unknownPolicy,
    ),
    when(
      'AB21',
      'one of several policies is not there',
      invite(() => ({ access: [{ policy: noPolicy }] })),
      unknownPolicy,
    ),
    when(
      'AB22',
      'a member is invited as a user of the project',
      invite(({ practitioner }) => ({ email: practitioner.email, scope: 'project' })),
      isMember,
    ),
    when(
      'AB23',
      'a patient is invited as a user of the server',
      invite(({ patient }) => ({ email: patient.email })),
      isMember,
    ),
    when(
      'AB24',
      'a relative is invited of nobody',
      relative(),
      refuses(400, 'invalid: Patient is required to create a RelatedPerson'),
    ),
    when(
      'AB25',
      'a relative is invited of a Device',
      relative(({ device }) => `Device/${device}`),
      refuses(400, 'invalid: Patient must be a reference to a Patient resource'),
    ),
    when(
      'AB26',
      'a relative is invited of a Patient who is not there',
      relative(() => `Patient/${nobody}`),
      refuses(400, `invalid: Patient Patient/${nobody} does not exist`),
    ),
    when(
      'AB27',
      'a relative is invited',
      relative(({ alice }) => `Patient/${alice}`),
      forAlice,
    ),
    when(
      'AB28',
      'a machine invites',
      async (setup) => {
        const person = { resourceType: 'Practitioner', firstName: 'By', lastName: 'Machine', password: goodPassword };
        const email = `machine-${crypto.randomUUID()}@example.com`;
        return sendInvitation(setup, setup.projectId, await setup.clientToken('admin'), { ...person, email });
      },
      (setup) => ({ status: 200, body: { invitedBy: { reference: `ClientApplication/${setup.clients.admin.id}` } } }),
    ),
    when(
      'AB29',
      'a practitioner becomes an administrator',
      change({ admin: true }),
      policyNamed('Default Admin Access Policy'),
    ),
    when(
      'AB30',
      'an administrator becomes a practitioner again',
      change({ admin: true }, { admin: false }),
      policyNamed('Default Practitioner Access Policy'),
    ),
    when(
      'AB31',
      'an administrator is invited',
      invite(() => ({ admin: true })),
      policyNamed('Default Admin Access Policy'),
    ),
    when(
      'AB32',
      'a membership is changed to an unknown member',
      change({ foo: 1 }),
      refuses(400, 'structure: Invalid additional property "foo"'),
    ),
    when(
      'AB33',
      'a membership is changed to another user',
      async (setup) => {
        const changed = await change({ user: { reference: `User/${nobody}` } })(setup);
        return { ...changed, body: { same: String((member(changed, 'user') as Json)['reference']).endsWith(nobody) } };
      },
      { status: 200, body: { same: false } },
    ),
    when(
      'AB34',
      'a member is read who is not there',
      (setup) => setup.get(`admin/projects/${setup.projectId}/members/${nobody}`, bearer(setup.ownerToken)),
      notFound,
    ),
    when(
      'AB35',
      'the owner is removed',
      (setup) =>
        setup.send(
          'DELETE',
          `admin/projects/${setup.projectId}/members/${setup.owner.membershipId}`,
          bearer(setup.ownerToken),
        ),
      refuses(400, 'invalid: Cannot delete the owner of the project'),
    ),
    when(
      'AB36',
      'the owner makes a second membership',
      async (setup) => {
        const { project, user, profile } = (await invite(() => ({}))(setup)).body as Json;
        const second = { resourceType: 'ProjectMembership', project, user, profile };
        return setup.fhir('POST', 'ProjectMembership', bearer(setup.ownerToken), second);
      },
      { status: 201 },
    ),
    when('AB37', 'a Bot comes with code at an address', (setup) => newBot(setup, { url: 'x' }), {
      ...refuses(400, 'invalid: Invalid attachment: URL must start with Binary/'),
    }),
    when(
      'AB38',
      'a Bot comes with no code in its Attachment',
      (setup) => newBot(setup, { title: 'index.ts' }),
      refuses(400, 'invalid: Invalid attachment: Missing data or url'),
    ),
    when(
      'AB39',
      'a Bot comes with code that is not Base64',
      (setup) => newBot(setup, { data: '!' }),
      refuses(400, 'invalid: Invalid attachment: Invalid base64 data'),
    ),
    when('AB40', 'a Bot comes with its code', (setup) => newBot(setup, { data: 'MQ==', title: 'own.js' }), {
      status: 201,
      body: { sourceCode: { contentType: 'text/javascript', title: 'own.js', url: /^Binary\// } },
    }),
  ],
};
