import type { ProjectMembership } from '@medplum/fhirtypes';
import type { ResourceStore } from '#store/resource-store.ts';

/** Returns all memberships of a User or ClientApplication, given as a reference, for example `User/123`. */
export function findMemberships(store: ResourceStore, user: string): ProjectMembership[] {
  return [...store.list('ProjectMembership')].filter((membership) => membership.user?.reference === user);
}

/** Returns the membership by which a ClientApplication belongs to its project. */
export function findClientMembership(store: ResourceStore, clientId: string): ProjectMembership | undefined {
  return findMemberships(store, `ClientApplication/${clientId}`)[0];
}

/** Returns the membership of a project that acts under a profile, given as a reference, for example `Bot/123`. */
export function findProfileMembership(
  store: ResourceStore,
  projectId: string,
  profile: string,
): ProjectMembership | undefined {
  return [...store.list('ProjectMembership')].find(
    (membership) => membership.profile.reference === profile && membership.project.reference === `Project/${projectId}`,
  );
}
