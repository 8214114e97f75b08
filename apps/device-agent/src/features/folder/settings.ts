import { statSync } from 'node:fs';
import { ConfigError, parseSettings, type Environment } from '@auth-patterns/auth-config';
import { z } from 'zod';

const variable = 'DEVICE_AGENT_FOLDER';
const schema = z.object({ [variable]: z.string('must be a folder').optional() });

/** The folder that is watched, when there is one. @throws ConfigError when it is none. */
export function readWatchedFolder(env: Environment): string | undefined {
  const folder = parseSettings(schema, env)[variable];
  if (folder !== undefined && !statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new ConfigError([{ variable, problem: 'must name a folder that is there' }]);
  }
  return folder;
}
