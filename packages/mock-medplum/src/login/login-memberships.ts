import type { Login, ProjectMembership } from '@medplum/fhirtypes';
import { findMemberships } from '#caller/find-membership.ts';
import type { ResourceStore } from '#store/resource-store.ts';

/** Returns the memberships that a login may choose from: active ones of its user, its project and its profile type. */
export function loginMemberships(store: ResourceStore, login: Readonly<Login>): ProjectMembership[] {
  return findMemberships(store, login.user.reference ?? '').filter(
    ({ project, profile, active }) =>
      active !== false &&
      (!login.project || project.reference === login.project.reference) &&
      (!login.profileType || profile.reference?.startsWith(`${login.profileType}/`)),
  );
}
