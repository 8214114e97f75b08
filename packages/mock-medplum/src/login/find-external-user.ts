import { resolveId } from '@medplum/core';
import type { User } from '@medplum/fhirtypes';
import type { ResourceStore } from '#store/resource-store.ts';

/** Finds a user of a project by the id that an identity provider knows them by: the User's, or a membership's. */
export function findExternalUser(store: ResourceStore, externalId: string, projectId: string): User | undefined {
  const project = `Project/${projectId}`;
  const user = [...store.list('User')].find(
    (candidate) => candidate.externalId === externalId && candidate.project?.reference === project,
  );
  const membership = [...store.list('ProjectMembership')].find(
    (candidate) => candidate.externalId === externalId && candidate.project.reference === project,
  );
  return user ?? store.get('User', resolveId(membership?.user) ?? '');
}
