type Resource = Readonly<{ resourceType: string; id: string; resource?: unknown }>;

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
  return new Map(
    [...files].map(([path, resources]) => [
      path,
      resources.filter(({ id }) => !gone.has(id)).map((one) => withoutEntriesOf(one, clients)),
    ]),
  );
}

/** Leaves out what the clinic says of an identity provider: domains of email addresses, and where clients send people. */
export function withoutIdentityProvider(files: ClinicFiles): ClinicFiles {
  const without = ({ identityProvider: _provider, ...resource }: Resource & { identityProvider?: object }): Resource =>
    resource;
  return new Map(
    [...files].map(([path, resources]) => [
      path,
      resources.filter(({ resourceType }) => resourceType !== 'DomainConfiguration').map(without),
    ]),
  );
}

/** Leaves out members and entries whose text is gone, such as the address of a page that a feature brings. */
export function withoutTexts(files: ClinicFiles, isGone: (text: string) => boolean): ClinicFiles {
  const without = (value: unknown): unknown => {
    if (Array.isArray(value)) {
      return value.filter((one) => !isText(one)).map(without);
    }
    if (typeof value !== 'object' || value === null) {
      return value;
    }
    const members = Object.entries(value).filter(([, member]) => !isText(member));
    return Object.fromEntries(members.map(([name, member]) => [name, without(member)]));
  };
  const isText = (value: unknown): boolean => typeof value === 'string' && isGone(value);
  return new Map([...files].map(([path, resources]) => [path, without(resources) as readonly Resource[]]));
}

/** A policy's entries name the clients that people may read. */
function withoutEntriesOf(policy: Resource, clients: ReadonlySet<string>): Resource {
  const entries: unknown = policy.resource;
  if (policy.resourceType !== 'AccessPolicy' || !Array.isArray(entries)) {
    return policy;
  }
  const isOfGone = (entry: unknown): boolean => [...clients].some((id) => JSON.stringify(entry).includes(id));
  return { ...policy, resource: entries.filter((entry) => !isOfGone(entry)) };
}

function names(resource: Resource, id: string): boolean {
  return JSON.stringify(resource).includes(id);
}
