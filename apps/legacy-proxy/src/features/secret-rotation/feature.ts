import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { ConfigError } from '@auth-patterns/auth-config';
import type { Feature } from '#src/feature.ts';
import { readSecretFile } from './settings.ts';

/** A secret in a file, read at each request for a token: it can be rotated while the server runs. */
export const secretRotation: Feature = {
  name: 'secret-rotation',
  configure: (env) => {
    const file = readSecretFile(env);
    if (file === undefined) {
      return undefined;
    }
    return {
      replacesSecret: true,
      secrets: [firstSecret(file)],
      tokenRequest: (next) => async (form) => {
        const secret = await currentSecret(file);
        form.set('client_secret', secret);
        const answer = await next(form);
        const changed = answer.status === 400 ? await currentSecret(file) : secret;
        if (changed === secret) {
          return answer;
        }
        // It was rotated, and the old one taken away, between the two readings.
        form.set('client_secret', changed);
        return next(form);
      },
    };
  },
};

async function currentSecret(file: string): Promise<string> {
  return (await readFile(file, 'utf8')).trim();
}

function firstSecret(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    const problem = `names a file that cannot be read: ${(error as NodeJS.ErrnoException).code}`;
    throw new ConfigError([{ variable: 'LEGACY_PROXY_ROTATING_SECRET', problem }]);
  }
}
