import { getReferenceString } from '@medplum/core';
import type { ProjectMembership, Reference, User } from '@medplum/fhirtypes';
import type { Site } from './apply-plan.ts';
import { ProvisionError } from './provision-error.ts';
import { replaceIds, wantedResource } from './wanted-resource.ts';

type Membership = ProjectMembership & { id: string };

/**
 * Makes a person a member. Their User belongs to the project, so that it goes with the project's data, and takes no
 * email away from anybody else on the server. No mail is sent. A machine is a member already: it was made with that.
 */
export async function inviteMember(
  site: Site,
  membership: Membership,
  ids: ReadonlyMap<string, string>,
): Promise<Membership> {
  const { medplum, project } = site.administrator;
  const { user, profile } = replaceIds({ user: membership.user, profile: membership.profile }, ids);
  const [there] = await medplum.searchResources('ProjectMembership', { profile: getReferenceString(profile) });
  if (there) {
    return there;
  }
  const person = site.resources.find(
    (one): one is User & { id: string } => one.resourceType === 'User' && user?.reference === `User/${one.id}`,
  );
  if (!person) {
    throw new ProvisionError('refused', `${user?.reference} has no membership, though it was made with one.`);
  }
  return (await medplum.post(`admin/projects/${project.id}/invite`, {
    resourceType: typeOf(profile),
    scope: 'project',
    firstName: person.firstName,
    lastName: person.lastName,
    email: person.email,
    password: site.passwordOf(person.id),
    mfaRequired: person.mfaRequired,
    sendEmail: false,
    // The same person may be here as somebody else: a practitioner who is a patient, too.
    forceNewMembership: true,
    membership: { ...wantedResource(membership, ids), profile, resourceType: undefined },
  })) as Membership;
}

function typeOf({ reference = '' }: Reference): string {
  return reference.split('/')[0] ?? '';
}
