import { type Answer, type Json, textMember } from '#contract/answer.ts';
import { bearer, type HttpClient } from '#contract/http-client.ts';
import type { Person } from './setup.ts';

/** Password of everyone in the project. */
export const goodPassword = 'Correct-Horse-9!';

type Invitation = Readonly<{
  resourceType: 'Patient' | 'Practitioner';
  firstName: string;
  lastName: string;
  email?: string;
  externalId?: string;
  accessPolicy?: string;
}> &
  Readonly<Record<string, unknown>>;

/** Sends an invitation as the project's owner. */
export function sendInvitation(http: HttpClient, projectId: string, token: string, body: object): Promise<Answer> {
  return http.postJson(`admin/projects/${projectId}/invite`, { sendEmail: false, ...body }, bearer(token));
}

/** Invites someone to the project, who may then sign in with the password. */
export async function invite(
  http: HttpClient,
  { projectId, ownerToken }: Readonly<{ projectId: string; ownerToken: string }>,
  { accessPolicy, ...invitation }: Invitation,
): Promise<Person> {
  const reference = { accessPolicy: { reference: `AccessPolicy/${accessPolicy}` } };
  const membership = accessPolicy === undefined ? {} : { membership: reference };
  const password = invitation.email === undefined ? {} : { password: goodPassword };
  const answer = await sendInvitation(http, projectId, ownerToken, { ...invitation, ...password, ...membership });
  return personOf(answer, invitation.email ?? '');
}

/** Reads who a membership is of. */
export function personOf(answer: Answer, email: string): Person {
  const membershipId = textMember(answer, 'id');
  const { profile, user } = answer.body as Readonly<{ profile: Json; user: Json }>;
  const userId = String(user['reference']).replace('User/', '');
  return { email, membershipId, profile: String(profile['reference']), userId };
}
