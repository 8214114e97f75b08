import type { WithId } from '@medplum/core';
import type { Project, User } from '@medplum/fhirtypes';
import { sendMail } from '#mail/send-mail.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { createSecurityRequest, securityRequestUrl } from './security-request.ts';

/** Whom to mail about an invitation, and whether to. */
export type InvitationMail = Readonly<{ project: Project; user: WithId<User>; isNew: boolean; wanted: boolean }>;

/** Mails a new user the link that sets a password, and a known user the name of the new project. */
export function mailInvitation(tenant: Tenant, { project, user, isNew, wanted }: InvitationMail): void {
  const request = isNew ? createSecurityRequest(tenant, user, 'invite') : undefined;
  if (!wanted) {
    return;
  }
  if (request) {
    const link = securityRequestUrl(tenant, 'setpassword', request);
    sendMail(tenant, user, 'Welcome to Medplum', [
      `You are invited to ${project.name}. To set a password, open:`,
      link,
    ]);
  } else {
    sendMail(tenant, user, `Medplum: Welcome to ${project.name}`, [
      `You are invited to ${project.name}. It is among your projects when you sign in:`,
      `${tenant.appBaseUrl}signin`,
    ]);
  }
}
