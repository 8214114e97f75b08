import { addSuperAdmin } from '#accounts/super-admin.ts';
import { loadProject } from '#project/load-project.ts';
import type { MedplumProject } from '#project/medplum-project.ts';
import { createSigningKeys, type SigningKeys } from '#tenant/signing-keys.ts';
import { defaultSettings, type TenantSettings } from '#tenant/tenant-settings.ts';
import { createTenantHost, type TenantHostOptions } from './create-tenant-host.ts';
import { createTenant, type TenantParts } from './create-tenant.ts';
import type { Seed } from './snapshot.ts';
import type { TenantHost } from './tenant-host.ts';
import { TooManyTenantsError } from './too-many-tenants-error.ts';

/** All tenants of one server: the root's, and one for each name that was used. */
export type TenantRegistry = Readonly<{
  root: TenantHost;
  find: (name: string) => TenantHost | undefined;
  /**
   * Returns the tenant with a name. Makes it when there is none: with the data that the root had at its start and the
   * settings of the server, or with its own.
   *
   * @throws ProjectError when the project cannot be used.
   * @throws TooManyTenantsError when there are a thousand.
   */
  open: (name: string, options?: NewTenantOptions) => Promise<TenantHost>;
  /** Forgets a tenant. Its tokens become worthless: a new tenant of the same name has other keys. */
  close: (name: string) => boolean;
  list: () => readonly TenantHost[];
}>;

/** How a new tenant differs from the root. */
export type NewTenantOptions = Readonly<{
  project?: MedplumProject | undefined;
  settings?: Partial<Pick<TenantSettings, 'rateLimits' | 'registerEnabled'>> | undefined;
}>;

/** No test run needs more; more would be a mistake, and fill the memory. */
const maxTenants = 1000;

type RegistryOptions = Pick<
  TenantHostOptions,
  'baseUrl' | 'settings' | 'clock' | 'random' | 'log' | 'serve' | 'loopbackUrl' | 'bots' | 'botSandbox'
> &
  Readonly<{
    /** Absent for a server without data. */
    project?: MedplumProject | undefined;
    /** Adds Medplum's super administrator, to the root alone. */
    superAdmin?: boolean | undefined;
  }>;

/** Makes the registry, with the tenant at the root. */
export async function createTenantRegistry(options: RegistryOptions): Promise<TenantRegistry> {
  const { random } = options;
  const byName = new Map<string, Promise<TenantHost>>();
  const opened = new Map<string, TenantHost>();
  const newKeys = async (): Promise<SigningKeys> => createSigningKeys(random.uuid());
  // One pair is always ready, so that a test does not wait for its tenant.
  let spareKeys: Promise<SigningKeys> | undefined;
  const seed = await loadSeed(options, options.project, newKeys);
  const keysOfRoot = await newKeys();
  const rootSeed = options.superAdmin ? withSuperAdmin({ ...options, keys: keysOfRoot }, seed) : seed;
  const root = createTenantHost({ ...options, name: undefined, keys: keysOfRoot, seed: rootSeed });

  async function make(name: string, { project, settings }: NewTenantOptions): Promise<TenantHost> {
    const keys = await (spareKeys ?? newKeys());
    spareKeys = newKeys();
    const own = { ...ownOptions(options, name, settings), name, keys };
    const host = createTenantHost({ ...own, seed: project ? await loadSeed(own, project, newKeys) : seed });
    opened.set(name, host);
    return host;
  }

  const tenants: TenantRegistry = {
    root,
    find: (name) => opened.get(name),
    open: async (name, newTenant = {}) => {
      const known = byName.get(name);
      if (known) {
        return known;
      }
      if (byName.size >= maxTenants) {
        throw new TooManyTenantsError(`There are ${maxTenants} tenants already: close some.`);
      }
      const made = make(name, newTenant);
      byName.set(name, made);
      made.catch(() => byName.delete(name));
      return made;
    },
    close: (name) => opened.delete(name) && byName.delete(name),
    list: () => [root, ...opened.values()],
  };
  return tenants;
}

/** The root's options, with the tenant's own addresses. */
function ownOptions(options: RegistryOptions, name: string, settings: NewTenantOptions['settings']): RegistryOptions {
  const { baseUrl, loopbackUrl = baseUrl } = options;
  return {
    ...options,
    baseUrl: `${baseUrl}t/${name}/`,
    loopbackUrl: `${loopbackUrl}t/${name}/`,
    settings: { ...defaultSettings, ...options.settings, ...settings },
  };
}

/** Loads a project once. Tenants share its resources and copy only the lists. */
async function loadSeed(
  options: Pick<TenantHostOptions, 'baseUrl' | 'clock' | 'random' | 'log'>,
  project: MedplumProject | undefined,
  newKeys: () => Promise<SigningKeys>,
): Promise<Seed> {
  const tenant = createTenant({ ...options, keys: await newKeys() });
  if (project) {
    loadProject(tenant, project);
  }
  return { store: tenant.store, passwords: tenant.passwords };
}

/** Root only: the super administrator's password is public. */
function withSuperAdmin(options: TenantParts, seed: Seed): Seed {
  const tenant = createTenant({ ...options, store: seed.store.copy(), passwords: new Map(seed.passwords) });
  addSuperAdmin(tenant);
  return { store: tenant.store, passwords: tenant.passwords };
}
