import type { Coding, Resource } from '@medplum/fhirtypes';

const system = 'urn:medplum-auth-patterns:provision';
const idSystem = `${system}:id`;

/** Search value that finds whatever this command made. */
export const markToken = `${system}|made`;

/** Marks a resource as made by this command, with its id in `packages/demo-project`. */
export function marked<T extends Resource>(resource: T, demoId: string): T {
  const others = (resource.meta?.tag ?? []).filter((tag) => tag.system !== system && tag.system !== idSystem);
  const tag: Coding[] = [...others, { system, code: 'made' }, { system: idSystem, code: demoId }];
  return { ...resource, meta: { ...resource.meta, tag } };
}

/** The id in `packages/demo-project` of a resource that this command made. */
export function demoIdOf({ meta }: Resource): string | undefined {
  return meta?.tag?.find((tag) => tag.system === idSystem)?.code;
}
