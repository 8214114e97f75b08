import type { ProjectMembership } from '@medplum/fhirtypes';
import { validate } from '#definitions/validate.ts';

const somebody = { reference: 'User/somebody' };

/**
 * Validates what a membership will say before anybody is made for it, so that a refused request leaves nothing behind.
 *
 * @throws OperationOutcomeError 400 with one issue for each fault.
 */
export function checkMembership(details: Partial<ProjectMembership>): void {
  const holder = { project: { reference: 'Project/some' }, user: somebody, profile: { reference: 'Patient/somebody' } };
  validate({ ...details, ...holder, resourceType: 'ProjectMembership' });
}
