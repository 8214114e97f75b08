import { join } from 'node:path';
import {
  ConfigError,
  parseClientSettings,
  parseSettings,
  port,
  type ClientSettings,
  type Environment,
} from '@auth-patterns/auth-config';
import { z } from 'zod';

export type Config = Readonly<{
  medplum: ClientSettings;
  port: number;
  dataFolder: string;
  seedDemo: boolean;
  mrnSystem: string;
  sessionSecret: string;
}>;

const exampleSessionSecret = 'example-only-session-secret-make-your-own';

const schema = z.object({
  LEGACY_PROXY_PORT: port.default(3002),
  LEGACY_PROXY_DATA_DIR: z.string('must be a folder').default(join(import.meta.dirname, '..', '.data')),
  LEGACY_PROXY_SEED_DEMO: z.enum(['true', 'false'], 'must be true or false').optional(),
  LEGACY_PROXY_MRN_SYSTEM: z.url('must be a URL').default('https://clinic.example/mrn'),
  SESSION_SECRET: z.string('must be text').min(32, 'must have at least 32 characters: run openssl rand -base64 32'),
});

/** Reads all settings, and refuses those that are fit for a demo only when Medplum is not on this machine. */
export function readConfig(env: Environment = process.env): Config {
  const medplum = parseClientSettings(env);
  const own = parseSettings(schema, env);
  const isDemo = isOnThisMachine(medplum.baseUrl);
  if (own.SESSION_SECRET === exampleSessionSecret && !isDemo) {
    throw new ConfigError([
      { variable: 'SESSION_SECRET', problem: 'is the public example: run openssl rand -base64 32 for one of your own' },
    ]);
  }
  return {
    medplum,
    port: own.LEGACY_PROXY_PORT,
    dataFolder: own.LEGACY_PROXY_DATA_DIR,
    seedDemo: own.LEGACY_PROXY_SEED_DEMO ? own.LEGACY_PROXY_SEED_DEMO === 'true' : isDemo,
    mrnSystem: own.LEGACY_PROXY_MRN_SYSTEM,
    sessionSecret: own.SESSION_SECRET,
  };
}

function isOnThisMachine(baseUrl: string): boolean {
  const { hostname } = new URL(baseUrl);
  return hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]';
}
