import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Resource } from '@medplum/fhirtypes';
import { envChanges, envDemoValues, type Translation, withValues } from './env-values.ts';
import type { ClinicResource } from './select-resources.ts';
import { isOnThisMachine } from './server-url.ts';
import { readEnvFile, writeEnvFile } from './write-env-file.ts';

/** What is true on a server. */
export type ServerFacts = Readonly<{
  baseUrl: string;
  projectId: string;
  clinic: readonly ClinicResource[];
  /** What is there, by id in the clinic's files. */
  saved: ReadonlyMap<string, Resource & { id: string }>;
  /** Whether the server can reach the identity provider of the demo. */
  hasIdentityProvider: boolean;
  /** Where the browser app and the identity provider are, when not where the demo has them. */
  spaOrigin: string | undefined;
  idpOrigin: string | undefined;
}>;

const demoBaseUrl = 'http://localhost:8103/';
const demoSpaOrigin = 'http://localhost:3001';
const demoIdpOrigin = 'http://localhost:8104';

/**
 * Writes the `.env` of apps, without a word about its values.
 *
 * @param folders - Folders of apps, each with a `.env.example`.
 * @returns Lines that say what was done.
 */
export function writeEnvFiles(folders: readonly string[], facts: ServerFacts): string[] {
  const translation = translationFor(facts);
  return withExample(folders, (path, example) => {
    const current = readEnvFile(path);
    const { values, keptByPerson } = envChanges(example, current, translation);
    if (values.size > 0 || current === undefined) {
      writeEnvFile(path, withValues(current ?? example, values));
    }
    const written = values.size > 0 ? `wrote ${[...values.keys()].join(', ')}` : 'is as it should be';
    return keptByPerson.length === 0
      ? written
      : `left as it is: you set ${keptByPerson.join(', ')} yourself. Delete these lines and run this again to use this server`;
  });
}

/** Puts the demo's values back, wherever a `.env` has those of a server. */
export function resetEnvFiles(folders: readonly string[], facts: ServerFacts): string[] {
  const translation = translationFor(facts);
  return withExample(folders, (path, example) => {
    const current = readEnvFile(path);
    const values = current === undefined ? new Map<string, string>() : envDemoValues(example, current, translation);
    if (current !== undefined && values.size > 0) {
      writeEnvFile(path, withValues(current, values));
    }
    return values.size > 0 ? `has the demo's ${[...values.keys()].join(', ')} again` : 'is left as it is';
  });
}

function translationFor(facts: ServerFacts): Translation {
  const { baseUrl, projectId, clinic, saved } = facts;
  const replacements = new Map([[demoBaseUrl, baseUrl]]);
  for (const resource of clinic) {
    const there = saved.get(resource.id);
    if (resource.resourceType === 'Project') {
      replacements.set(resource.id, projectId);
    } else if (there) {
      replacements.set(resource.id, there.id);
    }
    if (resource.resourceType === 'ClientApplication' && there?.resourceType === 'ClientApplication') {
      replacements.set(resource.secret ?? '', there.secret ?? '');
    }
  }
  replacements.delete('');
  // What stands in place of a setting of the demo, by its name or the beginning of its name.
  const demo = Object.entries<string | undefined>({
    // Google's stand-in vouches on the mock alone.
    PUBLIC_GOOGLE_: '',
    // Nobody signs in with an identity provider that the server does not reach.
    PUBLIC_IDP_: facts.hasIdentityProvider ? undefined : '',
    LEGACY_PROXY_IDP_: facts.hasIdentityProvider ? undefined : '',
    // Accounts whose passwords are public stay on this machine.
    LEGACY_PROXY_SEED_DEMO: isOnThisMachine(baseUrl) ? undefined : 'false',
    // A magic link leads to a page of spa-client.
    LEGACY_PROXY_MAGIC_LINK_URL: hasSpaClient(facts) ? undefined : '',
    LEGACY_PROXY_MAGIC_LINK_CLIENT_ID: hasSpaClient(facts) ? undefined : '',
  });
  return {
    replacements,
    origins: new Map([
      [demoSpaOrigin, facts.spaOrigin ?? demoSpaOrigin],
      [demoIdpOrigin, facts.idpOrigin ?? demoIdpOrigin],
    ]),
    withoutDemo: (name) => demo.find(([beginning]) => name.startsWith(beginning))?.[1],
    makeSecret: () => randomBytes(32).toString('base64'),
  };
}

function hasSpaClient({ clinic, saved }: ServerFacts): boolean {
  return clinic.some(
    (one) => one.resourceType === 'ClientApplication' && one.name === 'spa-client' && saved.has(one.id),
  );
}

function withExample(folders: readonly string[], each: (path: string, example: string) => string): string[] {
  return folders
    .filter((folder) => existsSync(join(folder, '.env.example')))
    .map((folder) => {
      const path = join(folder, '.env');
      return `${relative(process.cwd(), path)}: ${each(path, readFileSync(`${path}.example`, 'utf8'))}`;
    });
}
