import { badRequest, OperationOutcomeError, resolveId } from '@medplum/core';
import type { Project } from '@medplum/fhirtypes';
import type { ResourceStore } from '#store/resource-store.ts';
import type { Invitation } from './invitation.ts';

/**
 * Checks that the policies that an invitation names are the project's.
 *
 * @throws OperationOutcomeError 400 that names the first one that is not.
 */
export function checkPolicies(store: ResourceStore, project: Project, invitation: Invitation): void {
  const { accessPolicy, access } = invitation;
  const named = [accessPolicy, ...(access ?? []).map(({ policy }) => policy)];
  for (const policy of named.filter((reference) => reference !== undefined && reference !== null)) {
    const found = store.get('AccessPolicy', resolveId(policy) ?? '');
    if (!found) {
      throw new OperationOutcomeError(badRequest(`Access policy ${policy.reference} does not exist`));
    }
    if (found.meta?.project !== project.id) {
      throw new OperationOutcomeError(badRequest('Access policy does not belong to project'));
    }
  }
}
