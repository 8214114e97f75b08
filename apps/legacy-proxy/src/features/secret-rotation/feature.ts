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
    // What the log masks. Earlier ones stay on the list, because Medplum takes both for a while.
    const secrets = [firstSecret(file)];
    const currentSecret = async (): Promise<string> => {
      const secret = (await readFile(file, 'utf8')).trim();
      if (!secrets.includes(secret)) {
        secrets.push(secret);
      }
      return secret;
    };
    return {
      replacesSecret: true,
      secrets,
      tokenRequest: (next) => async (form) => {
        const secret = await currentSecret();
        form.set('client_secret', secret);
        const answer = await next(form);
        const changed = answer.status === 400 ? await currentSecret() : secret;
        if (changed === secret) {
          return answer;
        }
        // Between the two readings the secret was rotated, and Medplum stopped taking the old one.
        form.set('client_secret', changed);
        return next(form);
      },
    };
  },
};

function firstSecret(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    const problem = `names a file that cannot be read: ${(error as NodeJS.ErrnoException).code}`;
    throw new ConfigError([{ variable: 'LEGACY_PROXY_ROTATING_SECRET', problem }]);
  }
}
