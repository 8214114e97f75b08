import type { MedplumClient } from '@medplum/core';
import type { ProjectMembership } from '@medplum/fhirtypes';

const people = /^(Practitioner|Patient|RelatedPerson)\//;

/** Memberships of people, by name: clients and bots have some too. Only administrators may read them. */
export async function readMembers(medplum: MedplumClient): Promise<readonly ProjectMembership[]> {
  const memberships = await medplum.searchResources('ProjectMembership', { _count: 1000 }, { cache: 'reload' });
  const found = memberships.filter(({ profile, active }) => people.test(profile?.reference ?? '') && active !== false);
  return found.sort((one, other) => memberName(one).localeCompare(memberName(other)));
}

/** `Sam Carter (Patient)`: one person may have several memberships. */
export function memberName({ profile }: ProjectMembership): string {
  const [type = '', id = ''] = profile?.reference?.split('/') ?? [];
  return `${profile?.display ?? id} (${type})`;
}
