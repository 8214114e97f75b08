import type { Bot, ClientApplication, ProjectMembership } from '@medplum/fhirtypes';
import type { Site } from './apply-plan.ts';
import { replaceIds } from './wanted-resource.ts';

type Machine = (Bot | ClientApplication) & { id: string };

const endpoints = { ClientApplication: 'client', Bot: 'bot' } as const;

/**
 * Makes a ClientApplication or a Bot with its membership, as Medplum's own page does. The policy goes along: without
 * one, a machine may read and write the whole project.
 */
export async function createMachine(
  { administrator: { medplum, project }, resources }: Site,
  machine: Machine,
  ids: ReadonlyMap<string, string>,
): Promise<Machine> {
  const membership = resources.find(
    (one): one is ProjectMembership & { id: string } =>
      one.resourceType === 'ProjectMembership' && one.user?.reference === `${machine.resourceType}/${machine.id}`,
  );
  const policy = membership?.accessPolicy ?? membership?.access?.[0]?.policy;
  return (await medplum.post(`admin/projects/${project.id}/${endpoints[machine.resourceType]}`, {
    name: machine.name,
    description: machine.description,
    ...(machine.resourceType === 'Bot' && { runtimeVersion: machine.runtimeVersion }),
    ...(policy && { accessPolicy: replaceIds({ reference: policy.reference }, ids) }),
  })) as Machine;
}
