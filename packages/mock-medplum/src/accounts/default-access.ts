import type { Project, ProjectMembership } from '@medplum/fhirtypes';

/** The fields of a membership that grant access. */
type Access = Pick<ProjectMembership, 'access' | 'accessPolicy'>;

/**
 * Returns the access that a new membership gets when whoever makes it names none: the project's default for its
 * profile, or for administrators.
 */
export function defaultAccess(
  project: Project,
  profileType: string,
  { access, accessPolicy, admin }: Partial<ProjectMembership>,
): Access {
  if (accessPolicy || (access && access.length > 0)) {
    return {};
  }
  const role = admin ? 'Admin' : profileType;
  const named = project.defaultAccessPolicies?.find((entry) => entry.profileType === role)?.accessPolicy;
  const chosen = named ?? (role === 'Patient' ? project.defaultPatientAccessPolicy : undefined);
  return chosen ? { accessPolicy: chosen } : {};
}
