import type { MedplumClient } from '@medplum/core';
import type { AccessPolicy, Project, Reference } from '@medplum/fhirtypes';
import { replaceIds } from './wanted-resource.ts';

type SavedProject = Project & { id: string };

/** What a Project says about people who register or are invited without a policy. */
export type Defaults = Pick<Project, 'defaultAccessPolicies' | 'defaultPatientAccessPolicy'>;

/** Which defaults of the clinic the Project has none of. What it has stays: others may rely on it. */
export function missingDefaults(project: Project, clinic: Project): Defaults {
  const has = new Set(project.defaultAccessPolicies?.map(({ profileType }) => profileType));
  const missing = clinic.defaultAccessPolicies?.filter(({ profileType }) => !has.has(profileType)) ?? [];
  const isPatientMissing = !project.defaultPatientAccessPolicy && !has.has('Patient');
  return {
    ...(missing.length > 0 && { defaultAccessPolicies: missing }),
    ...(isPatientMissing &&
      clinic.defaultPatientAccessPolicy && { defaultPatientAccessPolicy: clinic.defaultPatientAccessPolicy }),
  };
}

/** Adds defaults to the Project. */
export async function addDefaults(
  medplum: MedplumClient,
  projectId: string,
  defaults: Defaults,
  ids: ReadonlyMap<string, string>,
): Promise<void> {
  const project = await medplum.readResource('Project', projectId);
  const { defaultAccessPolicies = [], ...patient } = replaceIds(defaults, ids);
  await medplum.updateResource<Project>({
    ...project,
    ...patient,
    defaultAccessPolicies: [...(project.defaultAccessPolicies ?? []), ...defaultAccessPolicies],
  });
}

/** The Project without the defaults that name a policy which is about to go; absent when there is none. */
export function withoutDefaults(project: SavedProject, policyIds: readonly string[]): SavedProject | undefined {
  const isGoing = (policy?: Reference<AccessPolicy>): boolean =>
    policyIds.some((id) => policy?.reference === `AccessPolicy/${id}`);
  const { defaultAccessPolicies = [], defaultPatientAccessPolicy, ...rest } = project;
  const kept = defaultAccessPolicies.filter(({ accessPolicy }) => !isGoing(accessPolicy));
  const isPatientGoing = isGoing(defaultPatientAccessPolicy);
  if (kept.length === defaultAccessPolicies.length && !isPatientGoing) {
    return undefined;
  }
  return {
    ...rest,
    ...(!isPatientGoing && defaultPatientAccessPolicy && { defaultPatientAccessPolicy }),
    ...(kept.length > 0 && { defaultAccessPolicies: kept }),
  };
}
