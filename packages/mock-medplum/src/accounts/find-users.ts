import type { WithId } from '@medplum/core';
import type { User } from '@medplum/fhirtypes';
import type { ResourceStore } from '#store/resource-store.ts';

/** Finds a user of the whole server by email. */
export function findServerUser(store: ResourceStore, email: string): WithId<User> | undefined {
  return findByEmail(store, email, ({ project }) => project === undefined);
}

/** Finds a user who belongs to one project by email. */
export function findProjectUser(store: ResourceStore, email: string, projectId: string): WithId<User> | undefined {
  return findByEmail(store, email, ({ project }) => project?.reference === `Project/${projectId}`);
}

function findByEmail(store: ResourceStore, email: string, isWanted: (user: User) => boolean): WithId<User> | undefined {
  const wanted = email.toLowerCase();
  for (const user of store.list('User')) {
    if (user.email?.toLowerCase() === wanted && isWanted(user)) {
      return { ...user, id: user.id ?? '' };
    }
  }
  return undefined;
}
