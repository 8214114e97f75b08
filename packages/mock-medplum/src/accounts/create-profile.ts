import type { WithId } from '@medplum/core';
import type { Patient, Practitioner, Reference, RelatedPerson } from '@medplum/fhirtypes';
import type { Tenant } from '#tenant/tenant.ts';
import { createAsSystem } from './write-as-system.ts';

/** A profile of a person: the one as whom a user signs in. */
export type PersonProfile = Patient | Practitioner | RelatedPerson;

/** The data from which a person's profile is made. */
export type Person = Readonly<{
  resourceType: PersonProfile['resourceType'];
  firstName: string;
  lastName: string;
  email?: string | undefined;
  /** Whom a RelatedPerson is related to. */
  patient?: Reference<Patient> | undefined;
}>;

/** Makes the profile of a person in a project. */
export function createProfile(tenant: Tenant, projectId: string, person: Person): WithId<PersonProfile> {
  const { resourceType, firstName, lastName, email, patient } = person;
  const profile = {
    resourceType,
    name: [{ given: [firstName], family: lastName }],
    ...(patient && { patient }),
    ...(email && { telecom: [{ system: 'email', use: 'work', value: email }] }),
  };
  return createAsSystem(tenant, profile as PersonProfile, projectId);
}
