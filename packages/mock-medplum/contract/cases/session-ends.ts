import { type Answer, type Json, member, textMember } from '#contract/answer.ts';
import { allOk, type Expected, forbidden, type Group, refuses, unauthorized, when } from '#contract/case.ts';
import { bearer, type Fields } from '#contract/http-client.ts';
import { goodPassword, sendInvitation } from '#contract/setup/people.ts';
import type { Setup, Tokens } from '#contract/setup/setup.ts';

const newPassword = 'Another-Horse-8!';

/** Somebody with a session, who has no part in other cases. */
type Guest = Readonly<{ email: string; user: string; profile: string; membership: string; tokens: Tokens }>;

/** What ends the guest's session. */
type End = (setup: Setup, guest: Guest) => Promise<Answer>;

const reference = (answer: Answer, name: string): string => String((member(answer, name) as Json)['reference']);

async function newGuest(setup: Setup, changes: object = {}): Promise<Guest> {
  const email = `guest-${crypto.randomUUID()}@example.com`;
  const person = { resourceType: 'Practitioner', firstName: 'Gu', lastName: 'Est', email, password: goodPassword };
  const made = await sendInvitation(setup, setup.projectId, setup.ownerToken, { ...person, ...changes });
  return {
    email,
    user: reference(made, 'user'),
    profile: reference(made, 'profile'),
    membership: textMember(made, 'id'),
    tokens: await setup.signIn({ email }),
  };
}

const read = (setup: Setup, { tokens }: Guest): Promise<Answer> =>
  setup.fhir('GET', 'Patient?_count=0', bearer(tokens.access_token));
const refresh = (setup: Setup, { tokens }: Guest): Promise<Answer> =>
  setup.token({ grant_type: 'refresh_token', refresh_token: tokens.refresh_token });
const signIn = (setup: Setup, { email }: Guest): Promise<Answer> => setup.login({ email });

const owner = (setup: Setup): Fields => bearer(setup.ownerToken);

const changesPassword: End = (setup, { tokens }) =>
  setup.postJson('auth/changepassword', { oldPassword: goodPassword, newPassword }, bearer(tokens.access_token));
const failsToChangePassword: End = (setup, { tokens }) =>
  setup.postJson('auth/changepassword', { oldPassword: 'nope', newPassword }, bearer(tokens.access_token));
const adminSetsPassword: End = (setup, { email }) =>
  setup.postJson('admin/projects/setpassword', { email, password: newPassword }, owner(setup));
const superSetsPassword: End = (setup, { email }) =>
  setup.postJson('admin/super/setpassword', { email, password: newPassword }, bearer(setup.superToken));
const setsPasswordByMail: End = async (setup, { email, user }) => {
  await setup.postJson('auth/resetpassword', { email, projectId: setup.projectId, sendEmail: false });
  const found = await setup.fhir('GET', `UserSecurityRequest?user=${user}`, bearer(setup.superToken));
  const request = (found.body as { entry: { resource: Json }[] }).entry.find(
    ({ resource }) => resource['type'] === 'reset',
  )?.resource;
  const { id, secret } = request ?? {};
  return setup.postJson('auth/setpassword', { id, secret, password: newPassword });
};
const revokes: End = async (setup, { tokens }) => {
  const headers = bearer(tokens.access_token);
  const { security } = (await setup.get('auth/me', headers)).body as { security: { sessions: { id: string }[] } };
  return setup.postJson('auth/revoke', { loginId: security.sessions[0]?.id }, headers);
};
const deactivates: End = async (setup, { membership }) => {
  await setup.change(`ProjectMembership/${membership}`, { active: false });
  return setup.get('healthcheck');
};
const removesMember: End = (setup, { membership }) =>
  setup.send('DELETE', `admin/projects/${setup.projectId}/members/${membership}`, owner(setup));
const deletesProfile: End = (setup, { profile }) => setup.fhir('DELETE', profile, owner(setup));
const deletesUser: End = (setup, { user }) => setup.fhir('DELETE', user, bearer(setup.superToken));

const losesConfiguration: End = async (setup, { membership }) => {
  const body = { resourceType: 'UserConfiguration', name: 'To be deleted' };
  const id = textMember(await setup.fhir('POST', 'UserConfiguration', owner(setup), body), 'id');
  await setup.change(`ProjectMembership/${membership}`, {
    userConfiguration: { reference: `UserConfiguration/${id}` },
  });
  return setup.fhir('DELETE', `UserConfiguration/${id}`, owner(setup));
};
const me = (setup: Setup, { tokens }: Guest): Promise<Answer> => setup.get('auth/me', bearer(tokens.access_token));

/** Ends the session of somebody new, and asks what is left of it. */
function after(end: End, ask: (setup: Setup, guest: Guest) => Promise<Answer>, changes?: object) {
  return async (setup: Setup): Promise<Answer> => {
    const guest = await newGuest(setup, changes);
    await end(setup, guest);
    return ask(setup, guest);
  };
}

const ofProject = { scope: 'project' };
const answerOf = (end: End, changes?: object) => async (setup: Setup) => end(setup, await newGuest(setup, changes));
const found: Expected = { status: 200, body: { type: 'searchset' } };
const revoked = refuses(400, 'invalid_grant: Token revoked');
const goneError: Expected = {
  ...refuses(400, 'invalid: Authentication error'),
  body: { issue: [{ diagnostics: 'OperationOutcomeError: Gone' }] },
};
const gone = refuses(410, 'deleted: Gone');

export const sessionEnds: Group = {
  title: 'What ends a session, and bars a sign-in',
  cases: [
    when('EN01', 'the user changes the password', answerOf(changesPassword), allOk),
    when('EN02', 'the password was changed: old access token', after(changesPassword, read), unauthorized),
    when('EN03', 'the password was changed: old refresh token', after(changesPassword, refresh), revoked),
    when(
      'EN04',
      'the password was changed: old password',
      after(changesPassword, signIn),
      refuses(400, 'invalid: Email or password is invalid'),
    ),
    when('EN05', 'the password was not changed, the old one being wrong', after(failsToChangePassword, read), found),
    when('EN06', 'an administrator sets the password', answerOf(adminSetsPassword, ofProject), allOk),
    when('EN07', 'an administrator has set it: access', after(adminSetsPassword, read, ofProject), unauthorized),
    when('EN08', 'an administrator has set it: refresh', after(adminSetsPassword, refresh, ofProject), revoked),
    when(
      'EN09',
      'an administrator sets that of a user of the server',
      answerOf(adminSetsPassword),
      refuses(400, 'invalid: User not found'),
    ),
    when('EN10', 'a super administrator sets the password', answerOf(superSetsPassword), allOk),
    when('EN11', 'a super administrator has set it: access', after(superSetsPassword, read), unauthorized),
    when('EN12', 'a super administrator has set it: refresh', after(superSetsPassword, refresh), revoked),
    when(
      'EN13',
      'an administrator of a project sets it as a super administrator does',
      (setup) => setup.postJson('admin/super/setpassword', { email: 'x@example.com', password: 'x' }, owner(setup)),
      forbidden,
    ),
    when(
      'EN14',
      'a super administrator sets too little',
      (setup) => setup.postJson('admin/super/setpassword', { email: 'x', password: 'x' }, bearer(setup.superToken)),
      refuses(400, 'invalid: Valid email address is required; invalid: Password must be at least 8 characters'),
    ),
    when('EN15', 'a mailed link sets the password', answerOf(setsPasswordByMail, ofProject), allOk),
    when('EN16', 'a mailed link has set it: access', after(setsPasswordByMail, read, ofProject), unauthorized),
    when('EN17', 'a mailed link has set it: refresh', after(setsPasswordByMail, refresh, ofProject), revoked),
    when('EN18', 'the user revoked the session: access', after(revokes, read), unauthorized),
    when('EN19', 'the user revoked the session: refresh', after(revokes, refresh), revoked),
    when('EN20', 'the membership is not active: access', after(deactivates, read), unauthorized),
    when(
      'EN21',
      'the membership is not active: refresh',
      after(deactivates, refresh),
      refuses(400, 'access_denied: Profile not active'),
    ),
    when(
      'EN22',
      'the membership is not active: sign-in',
      after(deactivates, signIn),
      refuses(400, 'invalid: User not found'),
    ),
    when('EN23', 'the membership was deleted: access', after(removesMember, read), goneError),
    when('EN24', 'the membership was deleted: refresh', after(removesMember, refresh), gone),
    when(
      'EN25',
      'the membership was deleted: sign-in',
      after(removesMember, signIn),
      refuses(400, 'invalid: User not found'),
    ),
    when('EN26', 'the profile was deleted: access', after(deletesProfile, read), goneError),
    when('EN27', 'the user was deleted: refresh', after(deletesUser, refresh), gone),
    when('EN28', 'the user was deleted: sign-in', after(deletesUser, signIn), refuses(400, 'invalid: User not found')),
    when('EN29', 'the user was deleted: access', after(deletesUser, read), found),
    when('EN30', 'the user was deleted: who that is', after(deletesUser, me), gone),
    when('EN31', 'the UserConfiguration was deleted: access', after(losesConfiguration, read), goneError),
    when('EN32', 'the UserConfiguration was deleted: who that is', after(losesConfiguration, me), goneError),
    when('EN33', 'the UserConfiguration was deleted: sign-in', after(losesConfiguration, signIn), gone),
  ],
};
