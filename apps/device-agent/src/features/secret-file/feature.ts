import type { Feature } from '#feature';
import { withFreshSecret } from './fresh-secret.ts';
import { readSecret, readSecretFile } from './settings.ts';

/** The secret in a file, as Docker and Kubernetes hand it out: it can be rotated while the agent runs. */
export const secretFile: Feature = {
  name: 'secret-file',
  read: (env) => {
    const file = readSecretFile(env);
    if (file === undefined) {
      return undefined;
    }
    const first = readSecret(file);
    // What the log masks. Earlier ones stay on the list, since Medplum takes both for a while.
    const secrets = [first];
    const read = (): string => {
      const secret = readSecret(file);
      secrets.push(...(secrets.includes(secret) ? [] : [secret]));
      return secret;
    };
    return { secrets, clientSecret: first, fetch: (next) => withFreshSecret(next, { first, read }) };
  },
};
