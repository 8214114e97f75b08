import { forbidden, OperationOutcomeError } from '@medplum/core';
import type { Project } from '@medplum/fhirtypes';
import type { RequestHandler, Response } from 'express';
import { callerOf } from '#http/caller-of.ts';
import { readResource } from '#tenant/read-resource.ts';
import type { Tenant } from '#tenant/tenant.ts';

/** Lets through administrators of their project and super administrators; the others get 403. */
export const requireProjectAdmin: RequestHandler = (_request, response, next) => {
  const { project, authenticatedMembership } = callerOf(response);
  if (!project.superAdmin && !authenticatedMembership.admin) {
    throw new OperationOutcomeError(forbidden);
  }
  next();
};

/**
 * Returns the project that a request is about. For a super administrator it is the one in the URL, for all others their
 * own, whatever the URL says.
 *
 * @throws OperationOutcomeError 404.
 */
export function adminProject(tenant: Tenant, response: Response, projectId: string): Project {
  const { project } = callerOf(response);
  return project.superAdmin ? readResource(tenant.store, 'Project', projectId) : project;
}
