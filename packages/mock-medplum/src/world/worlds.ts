import { addSuperAdmin } from '#accounts/super-admin.ts';
import { loadProject } from '#project/load-project.ts';
import type { MedplumProject } from '#project/medplum-project.ts';
import { createTenant, type TenantOptions } from '#tenant/create-tenant.ts';
import { DEFAULT_SETTINGS, type TenantSettings } from '#tenant/tenant-settings.ts';
import { createSigningKeys, type SigningKeys } from '#token/signing-keys.ts';

import { createWorld, type WorldOptions } from './create-world.ts';
import type { Seed } from './moments.ts';
import { TooManyWorldsError } from './too-many-worlds-error.ts';
import type { World } from './world.ts';

/** All worlds of one server: the one at the root, and one for each name that was used. */
export type Worlds = Readonly<{
  root: World;
  find: (name: string) => World | undefined;
  /**
   * Returns the world with a name, and makes it when there is none: with the same data as the root has had at its
   * start and the settings of the server, or with its own.
   *
   * @throws ProjectError when the project cannot be used.
   * @throws TooManyWorldsError when there are a thousand.
   */
  open: (name: string, wish?: WorldWish) => Promise<World>;
  /** Forgets a world. Its tokens are good for nothing: a new one of the same name has other keys. */
  close: (name: string) => boolean;
  list: () => readonly World[];
}>;

/** In what a new world is not as the root. */
export type WorldWish = Readonly<{
  project?: MedplumProject | undefined;
  settings?: Partial<Pick<TenantSettings, 'rateLimits' | 'registerEnabled'>> | undefined;
}>;

/** More worlds than a test run needs are a mistake, and would fill the memory. */
const MAX_WORLDS = 1000;

type RegistryOptions = Pick<
  WorldOptions,
  'baseUrl' | 'settings' | 'clock' | 'random' | 'log' | 'control' | 'loopbackUrl' | 'bots' | 'botSandbox'
> &
  Readonly<{
    /** Absent for a server without data. */
    project?: MedplumProject | undefined;
    /** Adds Medplum's super administrator, to the root alone. */
    superAdmin?: boolean | undefined;
  }>;

/** Makes the register, with the world at the root. */
export async function createWorlds(options: RegistryOptions): Promise<Worlds> {
  const { random } = options;
  const byName = new Map<string, Promise<World>>();
  const opened = new Map<string, World>();
  const newKeys = async (): Promise<SigningKeys> => createSigningKeys(random.uuid());
  // One pair is always ready, so that a test does not wait for its tenant.
  let spareKeys: Promise<SigningKeys> | undefined;
  const seed = await plant(options, options.project, newKeys);
  const keysOfRoot = await newKeys();
  const rootSeed = options.superAdmin ? withSuperAdmin({ ...options, keys: keysOfRoot }, seed) : seed;
  const root = createWorld({ ...options, name: undefined, keys: keysOfRoot, seed: rootSeed }, () => worlds);

  async function make(name: string, { project, settings }: WorldWish): Promise<World> {
    const keys = await (spareKeys ?? newKeys());
    spareKeys = newKeys();
    const own = { ...ownOptions(options, name, settings), name, keys };
    const world = createWorld({ ...own, seed: project ? await plant(own, project, newKeys) : seed }, () => worlds);
    opened.set(name, world);
    return world;
  }

  const worlds: Worlds = {
    root,
    find: (name) => opened.get(name),
    open: async (name, wish = {}) => {
      const known = byName.get(name);
      if (known) {
        return known;
      }
      if (byName.size >= MAX_WORLDS) {
        throw new TooManyWorldsError(`There are ${MAX_WORLDS} tenants already: close some.`);
      }
      const made = make(name, wish);
      byName.set(name, made);
      made.catch(() => byName.delete(name));
      return made;
    },
    close: (name) => opened.delete(name) && byName.delete(name),
    list: () => [root, ...opened.values()],
  };
  return worlds;
}

/** The root's options, at the tenant's own addresses. */
function ownOptions(options: RegistryOptions, name: string, settings: WorldWish['settings']): RegistryOptions {
  const { baseUrl, loopbackUrl = baseUrl } = options;
  return {
    ...options,
    baseUrl: `${baseUrl}t/${name}/`,
    loopbackUrl: `${loopbackUrl}t/${name}/`,
    settings: { ...DEFAULT_SETTINGS, ...options.settings, ...settings },
  };
}

/** Loads a project once; worlds share the versions and copy only the lists. */
async function plant(
  options: Pick<WorldOptions, 'baseUrl' | 'clock' | 'random' | 'log'>,
  project: MedplumProject | undefined,
  newKeys: () => Promise<SigningKeys>,
): Promise<Seed> {
  const tenant = createTenant({ ...options, keys: await newKeys() });
  if (project) {
    loadProject(tenant, project);
  }
  return { store: tenant.store, passwords: tenant.passwords };
}

/** What everyone knows the password of is in no tenant that a test shares with others. */
function withSuperAdmin(options: TenantOptions, seed: Seed): Seed {
  const tenant = createTenant({ ...options, store: seed.store.copy(), passwords: new Map(seed.passwords) });
  addSuperAdmin(tenant);
  return { store: tenant.store, passwords: tenant.passwords };
}
