import type { Reference, User } from '@medplum/fhirtypes';
import type { RequestHandler } from 'express';
import type { Invitation } from '#accounts/invitation.ts';
import { inviteMember } from '#accounts/invite-member.ts';
import { callerOf } from '#http/caller-of.ts';
import { readBody } from '#http/read-body.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { inviteBody } from './invite-body.ts';
import { adminProject } from './project-admin.ts';

/** `POST /admin/projects/:projectId/invite`: makes a person a member, with user and profile where there are none. */
export function invite(tenant: Tenant): RequestHandler<{ projectId: string }> {
  return (request, response) => {
    const body = readBody(tenant, request, inviteBody);
    const { authenticatedMembership } = callerOf(response);
    const membership = inviteMember(tenant, adminProject(tenant, response, request.params.projectId), {
      ...(body as Invitation),
      invitedBy: authenticatedMembership.user as Reference<User>,
    });
    const { versionId = '', lastUpdated = '' } = membership.meta ?? {};
    response
      .set({ ETag: `W/"${versionId}"`, 'Last-Modified': new Date(lastUpdated).toUTCString() })
      .type('application/fhir+json')
      .send(JSON.stringify(membership));
  };
}
