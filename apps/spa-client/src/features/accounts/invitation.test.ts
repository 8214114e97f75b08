import type { AccessPolicy } from '@medplum/fhirtypes';
import { expect, test } from 'vitest';
import { type Answers, createStubServer, origin, outcome, type StubServer } from '#test/stub-server.ts';
import { invite } from './invitation.ts';

const accessPolicy: AccessPolicy = { resourceType: 'AccessPolicy', id: 'clinician', name: 'Clinician' };
const nils = { firstName: 'Nils', lastName: 'Strand', email: 'nils@example.com', sendEmail: false } as const;
const invitation = { ...nils, resourceType: 'Practitioner', accessPolicy } as const;

const membership = {
  resourceType: 'ProjectMembership',
  id: 'nils-at-clinic',
  user: { reference: 'User/nils', display: 'nils@example.com' },
  profile: { reference: 'Practitioner/nils', display: 'Nils Strand' },
};

async function arrange(answers: Answers = {}): Promise<StubServer> {
  const server = createStubServer({
    'fhir/R4/ProjectMembership': searchset({ ...membership, user: { display: 'maya@clinic.example' } }),
    'admin/projects/clinic/invite': { body: membership },
    'fhir/R4/UserSecurityRequest': searchset({ resourceType: 'UserSecurityRequest', id: 'request', secret: 's3' }),
    ...answers,
  });
  await server.signIn();
  return server;
}

function searchset(...resources: readonly object[]): { body: object } {
  return { body: { resourceType: 'Bundle', type: 'searchset', entry: resources.map((resource) => ({ resource })) } };
}

test('[C12] invitation, without a mail, has the policy, an account of the project alone, and a link', async () => {
  const server = await arrange();

  const { link } = await invite(server.medplum(), origin, invitation);

  expect(link).toBe('https://app.test/setpassword/request/s3');
  expect(JSON.parse(server.calls('admin/projects/clinic/invite')[0] ?? '')).toEqual({
    ...nils,
    resourceType: 'Practitioner',
    scope: 'project',
    membership: { accessPolicy: { reference: 'AccessPolicy/clinician', display: 'Clinician' } },
  });
});

test('[C12] invitation, that Medplum mails, does not read the secret', async () => {
  const server = await arrange();

  const { link } = await invite(server.medplum(), origin, { ...invitation, sendEmail: true });

  expect(link).toBeUndefined();
  expect(server.calls('fhir/R4/UserSecurityRequest')).toEqual([]);
});

test('[C12] invitation, of an email that a member has, is not sent', async () => {
  const server = await arrange();

  const invited = invite(server.medplum(), origin, { ...invitation, email: 'Maya@Clinic.example' });

  await expect(invited).rejects.toMatchObject({ code: 'already_member' });
  expect(server.calls('admin/projects/clinic/invite')).toEqual([]);
});

test('[C12] invitation, whose link cannot be read, says that the account is there', async () => {
  const server = await arrange({ 'fhir/R4/UserSecurityRequest': searchset() });

  await expect(invite(server.medplum(), origin, invitation)).rejects.toMatchObject({ code: 'invited_without_link' });
});

test.each([
  ['fhir/R4/ProjectMembership', 403, 'Forbidden', 'not_administrator'],
  ['admin/projects/clinic/invite', 409, 'User is already a member of this project', 'already_member'],
  // An answer of 200 that is no membership: the account was made, and its mail could not be sent.
  [
    'admin/projects/clinic/invite',
    200,
    'Could not send email. Make sure you have AWS SES set up.',
    'invited_without_mail',
  ],
])('[C12] invitation, to which %s answers %i “%s”, is %s', async (path, status, text, code) => {
  const server = await arrange({ [path]: outcome(status, 'invalid', text) });

  await expect(invite(server.medplum(), origin, invitation)).rejects.toMatchObject({ code, message: text });
});
