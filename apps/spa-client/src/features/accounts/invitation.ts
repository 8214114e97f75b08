import { isOperationOutcome, type MedplumClient, OperationOutcomeError } from '@medplum/core';
import type { AccessPolicy, ProjectMembership } from '@medplum/fhirtypes';
import { type ErrorTexts, explainRefusal } from '#login/explain-refusal.ts';
import { SignInError } from '#medplum/error.ts';
import { readMembers } from '#parts/members.ts';
import type { AccountErrorCode } from './failures.ts';

export type Invitation = Readonly<{
  firstName: string;
  lastName: string;
  email: string;
  resourceType: 'Patient' | 'Practitioner';
  /** Required here, although not by Medplum: without one, the Project's default decides, or nothing limits the member. */
  accessPolicy: AccessPolicy;
  /** True: Medplum mails a link to its own page. False: this app makes the link. */
  sendEmail: boolean;
}>;

export type Invited = Readonly<{ membership: ProjectMembership; link?: string | undefined }>;

const texts: ErrorTexts<AccountErrorCode> = {
  Forbidden: 'not_administrator',
  'Could not send email. Make sure you have AWS SES set up.': 'invited_without_mail',
  'User is already a member of this project': 'already_member',
  'User is already a member of this project with a different profile': 'already_member',
};

/** Makes somebody a member of the project, as a project administrator may. */
export async function invite(medplum: MedplumClient, origin: string, invitation: Invitation): Promise<Invited> {
  const { accessPolicy, ...person } = invitation;
  try {
    await checkIsNoMember(medplum, person.email);
    const membership = await medplum.invite(medplum.getProject()?.id ?? '', {
      ...person,
      // Of this project alone: only then may its administrator read the link's secret.
      scope: 'project',
      membership: { accessPolicy: { reference: `AccessPolicy/${accessPolicy.id}`, display: accessPolicy.name ?? '' } },
    });
    if (isOperationOutcome(membership)) {
      throw new OperationOutcomeError(membership);
    }
    return { membership, link: person.sendEmail ? undefined : await passwordLink(medplum, origin, membership) };
  } catch (error) {
    throw explainRefusal(error, texts);
  }
}

/**
 * Medplum finds an account of the project before one of the whole server. A second account with the same email would
 * take the place of the first one whenever its owner signs in here.
 */
async function checkIsNoMember(medplum: MedplumClient, email: string): Promise<void> {
  const members = await readMembers(medplum);
  if (members.some(({ user }) => user?.display?.toLowerCase() === email.toLowerCase())) {
    throw new SignInError<AccountErrorCode>('already_member', 'A membership of this project has this email');
  }
}

/** Medplum keeps the secret of each invitation in a UserSecurityRequest, for those who send mails of their own. */
async function passwordLink(medplum: MedplumClient, origin: string, { user }: ProjectMembership): Promise<string> {
  const request = await medplum.searchOne(
    'UserSecurityRequest',
    { user: user?.reference ?? '', _sort: '-_lastUpdated' },
    { cache: 'no-store' },
  );
  if (!request) {
    throw new SignInError<AccountErrorCode>(
      'invited_without_link',
      'No UserSecurityRequest of the new user can be read',
    );
  }
  return `${origin}/setpassword/${request.id}/${request.secret}`;
}
