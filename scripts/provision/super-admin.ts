import type { MedplumClient } from '@medplum/core';
import type { Coding, DomainConfiguration, Project } from '@medplum/fhirtypes';
import { demoIdOf, marked } from './mark.ts';
import type { Pattern } from './patterns.ts';
import { ProvisionError } from './provision-error.ts';
import type { ClinicResource } from './select-resources.ts';
import { differingMembers, wantedResource } from './wanted-resource.ts';

type Feature = NonNullable<Project['features']>[number];
type Domain = DomainConfiguration & { id: string };

/** What only a super administrator can set. */
export type SuperPlan = Readonly<{
  /** Project features that are missing. */
  features: readonly Feature[];
  /** Domains of email addresses that should lead to an identity provider, and what the server has for them. */
  domains: readonly Readonly<{ wanted: Domain; actual?: Domain | undefined }>[];
}>;

const featureSystem = 'urn:medplum-auth-patterns:provision:feature';

/**
 * Compares the Project's features and the server's domains with the clinic's. Nobody else can read domains, so without
 * a super administrator all of them are named.
 *
 * @throws ProvisionError when the server has a domain already, and not from this command.
 */
export async function planForSuperAdmin(
  medplum: MedplumClient | undefined,
  project: Project,
  resources: readonly ClinicResource[],
  wanted: readonly Pattern[],
): Promise<SuperPlan> {
  const used = new Set(wanted.flatMap(({ features }) => features));
  const described = resources.flatMap((one) => (one.resourceType === 'Project' ? (one.features ?? []) : []));
  const domains: { wanted: Domain; actual?: Domain | undefined }[] = [];
  for (const domain of wanted.some(({ joining }) => joining) ? resources.filter(isDomain) : []) {
    const actual = await medplum?.searchOne('DomainConfiguration', { domain: domain.domain });
    if (actual && demoIdOf(actual) !== domain.id) {
      throw new ProvisionError('name-taken', `The server has a DomainConfiguration for ${domain.domain} already.`);
    }
    if (!actual || differingMembers(bare(domain), actual).length > 0) {
      domains.push({ wanted: domain, actual });
    }
  }
  return { features: described.filter((one) => used.has(one) && !project.features?.includes(one)), domains };
}

/** Sets it. A tag remembers which features this command added. */
export async function applyAsSuperAdmin(medplum: MedplumClient, projectId: string, plan: SuperPlan): Promise<void> {
  if (plan.features.length > 0) {
    const project = await medplum.readResource('Project', projectId);
    const tag: Coding[] = plan.features.map((code) => ({ system: featureSystem, code }));
    await medplum.updateResource<Project>({
      ...project,
      features: [...(project.features ?? []), ...plan.features],
      meta: { ...project.meta, tag: [...(project.meta?.tag ?? []), ...tag] },
    });
  }
  for (const { wanted, actual } of plan.domains) {
    await (actual
      ? medplum.updateResource(marked({ ...actual, ...bare(wanted) }, wanted.id))
      : medplum.createResource(marked(bare(wanted), wanted.id)));
  }
}

/** Takes back what {@link applyAsSuperAdmin} set, and no feature that was there before. */
export async function undoAsSuperAdmin(
  medplum: MedplumClient,
  projectId: string,
  resources: readonly ClinicResource[],
): Promise<void> {
  const project = await medplum.readResource('Project', projectId);
  const tags = project.meta?.tag ?? [];
  const added = tags.filter(({ system }) => system === featureSystem).map(({ code }) => code);
  if (added.length > 0) {
    await medplum.updateResource<Project>({
      ...project,
      features: project.features?.filter((feature) => !added.includes(feature)) ?? [],
      meta: { ...project.meta, tag: tags.filter(({ system }) => system !== featureSystem) },
    });
  }
  for (const { id, domain } of resources.filter(isDomain)) {
    const there = await medplum.searchOne('DomainConfiguration', { domain });
    if (there && demoIdOf(there) === id) {
      await medplum.deleteResource('DomainConfiguration', there.id);
    }
  }
}

function bare(domain: Domain): DomainConfiguration {
  return wantedResource(domain, new Map()) as DomainConfiguration;
}

function isDomain(resource: ClinicResource): resource is Domain {
  return resource.resourceType === 'DomainConfiguration';
}
