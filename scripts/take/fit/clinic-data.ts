type Resource = Readonly<{ resourceType: string; id: string }>;

/** The clinic's files: each a list of resources, but for the passwords. */
export type ClinicFiles = ReadonlyMap<string, readonly Resource[]>;

/** Kinds that go when nobody refers to them any more. */
const goWithTheirUser = new Set(['AccessPolicy', 'Device']);

/** Leaves ClientApplications out of the clinic, with their memberships and the policies and devices that only they have. */
export function withoutClients(files: ClinicFiles, clients: ReadonlySet<string>): ClinicFiles {
  const gone = new Set(clients);
  const all = [...files.values()].flat();
  for (let before = -1; before !== gone.size;) {
    before = gone.size;
    const kept = all.filter(({ id }) => !gone.has(id));
    const lost = all.filter(({ id }) => gone.has(id));
    for (const resource of kept) {
      const isOfGone = resource.resourceType === 'ProjectMembership' && [...clients].some((id) => names(resource, id));
      const others = kept.filter((one) => one !== resource);
      const isOrphan =
        goWithTheirUser.has(resource.resourceType) &&
        lost.some((one) => names(one, resource.id)) &&
        !others.some((one) => names(one, resource.id));
      if (isOfGone || isOrphan) {
        gone.add(resource.id);
      }
    }
  }
  return new Map([...files].map(([path, resources]) => [path, resources.filter(({ id }) => !gone.has(id))]));
}

function names(resource: Resource, id: string): boolean {
  return JSON.stringify(resource).includes(id);
}
