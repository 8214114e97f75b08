import type { User } from '@medplum/fhirtypes';
import type { ResourceStore } from '#store/resource-store.ts';

/**
 * Finds a user by email. A user who belongs to one project is found only when the sign-in is for that project; a user
 * of the whole server is found for any.
 */
export function findUser(store: ResourceStore, email: string, projectId: string | undefined): User | undefined {
  const sameEmail = [...store.list('User')].filter((user) => user.email?.toLowerCase() === email.toLowerCase());
  const ofProject = sameEmail.find(({ project }) => projectId && project?.reference === `Project/${projectId}`);
  return ofProject ?? sameEmail.find(({ project }) => project === undefined);
}
