import type { Patient, Project, ProjectMembership, ProjectMembershipAccess, Reference } from '@medplum/fhirtypes';
import type { PersonProfile } from './create-profile.ts';

/** The fields of a membership that grant access. */
type Access = Pick<ProjectMembership, 'access' | 'accessPolicy'>;

/**
 * Returns the access that a new membership gets when whoever makes it names none: the project's default for its
 * profile, or for administrators.
 */
export function defaultAccess(
  project: Project,
  profile: PersonProfile,
  { access, accessPolicy, admin }: Partial<ProjectMembership>,
): Access {
  if (accessPolicy || (access && access.length > 0)) {
    return {};
  }
  const role = profile.resourceType === 'Practitioner' && admin ? 'Admin' : profile.resourceType;
  const named = project.defaultAccessPolicies?.find((entry) => entry.profileType === role)?.accessPolicy;
  const chosen = named ?? (role === 'Patient' ? project.defaultPatientAccessPolicy : undefined);
  if (profile.resourceType === 'RelatedPerson') {
    return chosen && profile.patient ? { access: [forPatient(chosen, profile.patient)] } : {};
  }
  return chosen ? { accessPolicy: chosen } : {};
}

/** A relative sees the patient, so the policy gets that patient as its parameter. */
function forPatient(policy: ProjectMembershipAccess['policy'], patient: Reference<Patient>): ProjectMembershipAccess {
  return { policy, parameter: [{ name: 'patient', valueReference: patient }] };
}
