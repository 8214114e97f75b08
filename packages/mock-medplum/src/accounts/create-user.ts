import type { WithId } from '@medplum/core';
import type { User } from '@medplum/fhirtypes';
import type { Tenant } from '#tenant/tenant.ts';
import { createAsSystem } from './write-as-system.ts';

/** A new account. */
export type NewUser = Readonly<{
  firstName: string;
  lastName: string;
  email?: string | undefined;
  password: string;
  /** Absent for a user of the whole server. */
  projectId?: string | undefined;
  mfaRequired?: boolean | undefined;
}>;

/** Makes an account. Its email is kept in lower case, as Medplum compares it. */
export function createUser(tenant: Tenant, request: NewUser): WithId<User> {
  const { firstName, lastName, email, password, projectId, mfaRequired } = request;
  const user: User = {
    resourceType: 'User',
    firstName,
    lastName,
    ...(email && { email: email.toLowerCase() }),
    ...(projectId && { project: { reference: `Project/${projectId}` } }),
    ...(mfaRequired && { mfaRequired }),
  };
  const created = createAsSystem(tenant, user, projectId);
  tenant.passwords.set(created.id, password);
  return created;
}
