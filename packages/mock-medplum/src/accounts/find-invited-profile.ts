import { badRequest, notFound, OperationOutcomeError, type WithId } from '@medplum/core';
import type { Project, Resource } from '@medplum/fhirtypes';
import type { ResourceStore } from '#store/resource-store.ts';
import type { PersonProfile } from './create-profile.ts';
import type { Invitation } from './invitation.ts';

/**
 * Finds the profile that an invitation names, or one of the project that has its email.
 *
 * @throws OperationOutcomeError 400 when the one that it names is of another project or type, 404 when it is not there.
 */
export function findInvitedProfile(
  store: ResourceStore,
  project: Project,
  { resourceType, email, membership }: Invitation,
): WithId<PersonProfile> | undefined {
  if (membership?.profile) {
    return readNamedProfile(store, project, resourceType, membership.profile.reference ?? '');
  }
  for (const profile of email ? store.list(resourceType) : []) {
    if (profile.meta?.project === project.id && hasEmail(profile, email ?? '')) {
      return profile as WithId<PersonProfile>;
    }
  }
  return undefined;
}

function readNamedProfile(
  store: ResourceStore,
  project: Project,
  resourceType: Invitation['resourceType'],
  reference: string,
): WithId<PersonProfile> {
  const [type, id = ''] = reference.split('/');
  const profile: Resource | undefined = store.get(type as Resource['resourceType'], id);
  if (!profile) {
    throw new OperationOutcomeError(notFound);
  }
  if (profile.meta?.project !== project.id) {
    throw new OperationOutcomeError(badRequest('Profile does not belong to project'));
  }
  if (profile.resourceType !== resourceType) {
    throw new OperationOutcomeError(badRequest('Profile resourceType does not match request'));
  }
  return profile as WithId<PersonProfile>;
}

function hasEmail({ telecom }: PersonProfile, email: string): boolean {
  return telecom?.some(({ system, value }) => system === 'email' && value?.toLowerCase() === email) === true;
}
