import { join } from 'node:path';
import { isSecureUrl, parseClientSettings, parseSettings, port, type Environment } from '@auth-patterns/auth-config';
import { z } from 'zod';
import { asksForDemo } from './asks-for-demo.ts';
import type { CoreConfig } from './core-config.ts';
import type { ActiveFeature, Feature } from './feature.ts';
import { readSecretFiles } from './secret-files.ts';
import { trustedProxy } from './trusted-proxy.ts';

export type Config = CoreConfig & Readonly<{ features: readonly ActiveFeature[] }>;

const folderSchema = z.object({
  LEGACY_PROXY_DATA_DIR: z.string('must be a folder').default(join(import.meta.dirname, '..', '.data')),
});

const schema = folderSchema.extend({
  LEGACY_PROXY_PORT: port.default(3002),
  LEGACY_PROXY_PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: 'must be a URL, such as https://ehr.hospital.example', abort: true })
    .refine(isSecureUrl, 'must use https: plain http is for this machine only')
    .refine(isOriginAlone, 'must have no path: the application answers at the root of its host')
    .transform((value) => new URL(value).origin)
    .optional(),
  LEGACY_PROXY_TRUSTED_PROXY: trustedProxy,
  LEGACY_PROXY_SEED_DEMO: z.string('must be text').optional(),
  LEGACY_PROXY_MRN_SYSTEM: z.url('must be a URL').default('https://clinic.example/mrn'),
  SESSION_SECRET: z.string('must be text').min(32, 'must have at least 32 characters: run openssl rand -base64 32'),
});

/** Reads all settings, and refuses those that are fit for a demo only when no demo was asked for. */
export function readConfig(features: readonly Feature[], env: Environment): Config {
  const active = features.flatMap(({ name, configure }) => {
    const parts = configure(env);
    return parts ? { name, ...parts } : [];
  });
  const medplum = parseClientSettings(env, { secretIsOptional: active.some((one) => one.replacesSecret) });
  const own = parseSettings(schema, env);
  return {
    features: active,
    medplum,
    port: own.LEGACY_PROXY_PORT,
    dataFolder: own.LEGACY_PROXY_DATA_DIR,
    publicOrigin: own.LEGACY_PROXY_PUBLIC_URL,
    trustedProxy: own.LEGACY_PROXY_TRUSTED_PROXY,
    seedDemo: asksForDemo({
      setting: own.LEGACY_PROXY_SEED_DEMO,
      medplumUrl: medplum.baseUrl,
      publicOrigin: own.LEGACY_PROXY_PUBLIC_URL,
      sessionSecret: own.SESSION_SECRET,
    }),
    mrnSystem: own.LEGACY_PROXY_MRN_SYSTEM,
    sessionSecret: own.SESSION_SECRET,
  };
}

/** The variables, those of files too, for commands that need settings of their own. */
export function readEnvironment(env: Environment = process.env): Environment {
  return readSecretFiles(env);
}

/** Reads where the database is, and nothing else. */
export function readDataFolder(env: Environment = process.env): string {
  return parseSettings(folderSchema, env).LEGACY_PROXY_DATA_DIR;
}

function isOriginAlone(value: string): boolean {
  const { href, origin } = new URL(value);
  return href === `${origin}/`;
}
