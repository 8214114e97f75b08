import type { Login, Project, User } from '@medplum/fhirtypes';
import { readReference } from '#tenant/read-resource.ts';
import type { Tenant } from '#tenant/tenant.ts';

/** A second factor: an authenticator app, or a code by mail. */
export type MfaMethod = NonNullable<User['mfaMethod']>[number];

/** The methods that a project lets its users enrol in: its setting `allowedMfaMethods`, or the app alone. */
export function allowedMethods(project: Project | undefined): MfaMethod[] {
  const setting = project?.setting?.find(({ name }) => name === 'allowedMfaMethods')?.valueString ?? '';
  const named = setting.split(',').map((name) => name.trim());
  const known = named.filter((name): name is MfaMethod => name === 'totp' || name === 'email');
  return known.length > 0 ? known : ['totp'];
}

/** The methods that a user has enrolled in. */
export function enrolledMethods({ mfaEnrolled, mfaMethod }: User): MfaMethod[] {
  if (mfaMethod && mfaMethod.length > 0) {
    return mfaMethod;
  }
  return mfaEnrolled ? ['totp'] : [];
}

/** Tells whether a user has to have a second factor: because of who they are, or of the project they sign in to. */
export function isMfaRequired(user: User, project: Project | undefined): boolean {
  const byProject = project?.setting?.find(({ name }) => name === 'mfaRequired')?.valueBoolean;
  return byProject === true || user.mfaRequired === true;
}

/** The project that a login is confined to, if any. */
export function projectOfLogin(tenant: Tenant, { project }: Readonly<Login>): Project | undefined {
  return tenant.store.get('Project', project?.reference?.replace('Project/', '') ?? '');
}

/** The user who is signing in. */
export function userOfLogin(tenant: Tenant, { user }: Readonly<Login>): User {
  return readReference(tenant.store, user) as User;
}
