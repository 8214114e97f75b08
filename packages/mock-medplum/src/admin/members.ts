import { allOk, badRequest, forbidden, getReferenceString, OperationOutcomeError, type WithId } from '@medplum/core';
import type { ProjectMembership } from '@medplum/fhirtypes';
import type { RequestHandler, Response } from 'express';
import { reconcilePolicy } from '#access-policy/reconcile-policy.ts';
import { findMemberships } from '#caller/find-membership.ts';
import { callerOf } from '#http/caller-of.ts';
import { sendOutcome } from '#http/send-outcome.ts';
import { readResource } from '#tenant/read-resource.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { callerRepository } from './caller-repository.ts';

/** The path parameters of a member. */
export type MemberParameters = { projectId: string; membershipId: string };

/** `GET /admin/projects/:projectId/members/:membershipId`. */
export function readMember(tenant: Tenant): RequestHandler<MemberParameters> {
  return async (request, response) => {
    response.json(await findMember(tenant, response, request.params.membershipId));
  };
}

/** `POST /admin/projects/:projectId/members/:membershipId`: changes what a member may do. */
export function updateMember(tenant: Tenant): RequestHandler<MemberParameters> {
  return async (request, response) => {
    const membership = await findMember(tenant, response, request.params.membershipId);
    const body = request.body as Partial<ProjectMembership> | undefined;
    if (body?.resourceType !== 'ProjectMembership' || body.id !== membership.id) {
      throw new OperationOutcomeError(forbidden);
    }
    const changed = reconcilePolicy(callerOf(response).project, body as ProjectMembership);
    response.json(await callerRepository(tenant, response).updateResource(changed));
  };
}

/**
 * `DELETE /admin/projects/:projectId/members/:membershipId`: ends a membership, and with the last one the account of a
 * user who belongs to the project alone.
 */
export function deleteMember(tenant: Tenant): RequestHandler<MemberParameters> {
  return async (request, response) => {
    const membership = await findMember(tenant, response, request.params.membershipId);
    const user = membership.user?.reference ?? '';
    if (callerOf(response).project.owner?.reference === user) {
      throw new OperationOutcomeError(badRequest('Cannot delete the owner of the project'));
    }
    await callerRepository(tenant, response).deleteResource('ProjectMembership', membership.id);
    deleteOrphan(tenant, user, membership.project.reference);
    sendOutcome(response, allOk);
  };
}

/**
 * Returns a membership of the caller's project.
 *
 * @throws OperationOutcomeError 403 when it is of another project, 404 when there is none.
 */
export async function findMember(
  tenant: Tenant,
  response: Response,
  membershipId: string,
): Promise<WithId<ProjectMembership>> {
  const { project } = callerOf(response);
  const repository = callerRepository(tenant, response);
  const membership = await repository.readResource<ProjectMembership>('ProjectMembership', membershipId);
  if (membership.project.reference !== getReferenceString(project)) {
    throw new OperationOutcomeError(forbidden);
  }
  return membership;
}

function deleteOrphan({ store, random, clock, passwords }: Tenant, reference: string, project?: string): void {
  const [type, id = ''] = reference.split('/');
  const user = type === 'User' ? readResource(store, 'User', id) : undefined;
  if (user?.project?.reference === project && project !== undefined && findMemberships(store, reference).length === 0) {
    store.remove('User', id, { versionId: random.uuid(), lastUpdated: clock().toISOString() });
    passwords.delete(id);
  }
}
