import type { WithId } from '@medplum/core';
import type { Patient, Practitioner, RelatedPerson } from '@medplum/fhirtypes';
import type { Tenant } from '#tenant/tenant.ts';
import { createAsSystem } from './write-as-system.ts';

/** Whom a user may sign in as. */
export type PersonProfile = Patient | Practitioner | RelatedPerson;

/** What is known of a person before there is a profile. */
export type Person = Readonly<{
  resourceType: PersonProfile['resourceType'];
  firstName: string;
  lastName: string;
  email?: string | undefined;
}>;

/** Makes the profile of a person in a project. */
export function createProfile(tenant: Tenant, projectId: string, person: Person): WithId<PersonProfile> {
  const { resourceType, firstName, lastName, email } = person;
  const profile = {
    resourceType,
    name: [{ given: [firstName], family: lastName }],
    ...(email && { telecom: [{ system: 'email', use: 'work', value: email }] }),
  };
  return createAsSystem(tenant, profile as PersonProfile, projectId);
}
