import type { AccessPolicy, AccessPolicyResource, Project, ProjectMembership } from '@medplum/fhirtypes';
import { adminTypes } from './guarded-types.ts';
import { withDefaultTypes } from './resolve-access-policy.ts';
import { restrictToScopes } from './smart-scopes.ts';

/** A policy that always has entries. */
export type EffectivePolicy = AccessPolicy & {
  resource: AccessPolicyResource[];
  /** True for super administrators, who reach every type in every project. */
  superAdmin?: boolean;
};

/** The membership's policy and the token's scopes. */
export type PolicyInput = Readonly<{
  /** From `resolveAccessPolicy`; absent means full access to the project. */
  accessPolicy?: AccessPolicy | undefined;
  project: Project;
  membership: ProjectMembership;
  /** The token's scopes. Only SMART scopes restrict the policy. */
  scope?: string | undefined;
  /** The patient of a SMART launch, as a reference, to whom `patient/` scopes are confined. */
  launchPatient?: string | undefined;
}>;

const hiddenInProject = ['superAdmin', 'systemSecret', 'strictMode'];
const readonlyInProject = ['features', 'link', 'systemSetting'];

/**
 * Returns what a request may do: the membership's policy, cut down to the token's SMART scopes, without the types that
 * are for administrators; these get their own entries when the membership is an administrator's.
 */
export function effectivePolicy({
  accessPolicy,
  project,
  membership,
  scope,
  launchPatient,
}: PolicyInput): EffectivePolicy {
  if (project.superAdmin) {
    return { resourceType: 'AccessPolicy', basedOn: [], superAdmin: true, resource: everything };
  }
  const own = accessPolicy ?? {
    resourceType: 'AccessPolicy',
    basedOn: [],
    resource: withDefaultTypes([{ resourceType: '*' }]),
  };
  const allowed = restrictToScopes(own.resource ?? [], scope, launchPatient);
  const ordinary = allowed.filter((entry) => !adminTypes.includes(entry.resourceType ?? ''));
  const resource = membership.admin ? [...ordinary, ...adminEntries(project.id ?? '')] : ordinary;
  return { ...own, resource };
}

const everything = [
  ...withDefaultTypes([{ resourceType: '*' }]),
  ...adminTypes.map((resourceType) => ({ resourceType })),
];

function adminEntries(projectId: string): AccessPolicyResource[] {
  return [
    {
      resourceType: 'Project',
      criteria: `Project?_id=${projectId}`,
      readonlyFields: readonlyInProject,
      hiddenFields: hiddenInProject,
      interaction: ['read', 'vread', 'update', 'history', 'create', 'search'],
    },
    {
      // Linked projects, of which the mock has none.
      resourceType: 'Project',
      hiddenFields: ['superAdmin', 'setting', 'systemSetting', 'secret', 'systemSecret', 'strictMode'],
      interaction: ['read', 'vread', 'history', 'search'],
    },
    {
      resourceType: 'ProjectMembership',
      criteria: `ProjectMembership?_project=${projectId}`,
      readonlyFields: ['project', 'user'],
    },
    {
      resourceType: 'UserSecurityRequest',
      criteria: `UserSecurityRequest?_project=${projectId}`,
      readonly: true,
    },
    {
      resourceType: 'User',
      criteria: `User?_project=${projectId}`,
      hiddenFields: ['passwordHash', 'mfaSecret'],
      readonlyFields: ['email', 'emailVerified', 'mfaEnrolled', 'project'],
    },
    { resourceType: 'Package', readonly: true },
    { resourceType: 'PackageRelease', readonly: true },
    { resourceType: 'PackageInstallation', readonly: true },
  ];
}
