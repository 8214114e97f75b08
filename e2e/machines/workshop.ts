import { demoIds } from '@auth-patterns/demo-project';
import type { MedplumClient } from '@medplum/core';
import type { AccessPolicyResource, Bot, ClientApplication, ProjectMembership, Resource } from '@medplum/fhirtypes';
import { ownerClient } from './owner-client.ts';

type Machine = ClientApplication | Bot;
type Made<Type> = Type & { id: string };

/** Where a spec makes machines of its own, through the public API alone; all are gone at its end. */
export type Workshop = AsyncDisposable &
  Readonly<{
    owner: MedplumClient;
    /** Creates a resource as the owner. */
    make: <Type extends Resource>(resource: Type) => Promise<Made<Type>>;
    makeClient: (name: string, rights: Rights) => Promise<MadeMachine<ClientApplication>>;
    makeBot: (name: string, rights: Rights) => Promise<MadeMachine<Bot>>;
    /** Deletes a resource at the end that the spec had an app make. */
    takeAway: (type: Resource['resourceType'], id: string) => void;
  }>;

type MadeMachine<Type> = Made<Type> & Readonly<{ membershipId: string }>;

/** What the machine may do: what a policy of its own grants, or its membership's access, or everything. */
export type Rights = Readonly<{
  policy?: readonly AccessPolicyResource[];
  access?: ProjectMembership['access'];
  admin?: boolean;
}>;

/** Opens the workshop on a Medplum that has the clinic. */
export async function openWorkshop(baseUrl: string): Promise<Workshop> {
  const owner = await ownerClient(baseUrl);
  const place = `admin/projects/${demoIds.project}`;
  const undo: (() => Promise<unknown>)[] = [];

  const takeAway = (type: Resource['resourceType'], id: string): void => {
    undo.push(async () => owner.deleteResource(type, id));
  };
  const make: Workshop['make'] = async (resource) => {
    const made = await owner.createResource(resource);
    takeAway(made.resourceType, made.id);
    return made;
  };

  async function makeMachine<Type extends Machine>(kind: string, name: string, rights: Rights) {
    const { access, admin } = rights;
    const resource = [...(rights.policy ?? [])];
    const policy = rights.policy && (await make({ resourceType: 'AccessPolicy', name, resource }));
    const accessPolicy = policy && { reference: `AccessPolicy/${policy.id}` };
    const body = { name, description: 'Made by a spec', ...(accessPolicy && { accessPolicy }) };
    const machine = (await owner.post(`${place}/${kind}`, body)) as Made<Type>;
    takeAway(machine.resourceType, machine.id);
    const profile = `${machine.resourceType}/${machine.id}`;
    const membership = await owner.searchOne('ProjectMembership', { profile });
    const address = `${place}/members/${membership?.id}`;
    undo.push(async () => owner.delete(address));
    if (access ?? admin) {
      await owner.post(address, { ...membership, ...(access && { access }), ...(admin && { admin }) });
    }
    return { ...machine, membershipId: membership?.id ?? '' };
  }

  return {
    owner,
    make,
    takeAway,
    makeClient: (name, rights) => makeMachine<ClientApplication>('client', name, rights),
    makeBot: (name, rights) => makeMachine<Bot>('bot', name, rights),
    [Symbol.asyncDispose]: async () => {
      for (const one of undo.toReversed()) {
        await one();
      }
    },
  };
}
