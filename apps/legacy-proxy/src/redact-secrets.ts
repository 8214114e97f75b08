import { createRedactor, type Redactor } from '@auth-patterns/auth-config';
import type { Config } from '#config';

/** Masks the secrets of the core and of the features, those too that a feature adds while the server runs. */
export function redactSecrets({ medplum, sessionSecret, features }: Config): Redactor {
  const secretsNow = (): readonly string[] => features.flatMap((feature) => feature.secrets ?? []);
  let known: readonly string[] = [];
  let redact = createRedactor([medplum.clientSecret, sessionSecret]);
  return (text) => {
    const secrets = secretsNow();
    if (secrets.length !== known.length) {
      known = secrets;
      redact = createRedactor([medplum.clientSecret, sessionSecret, ...known]);
    }
    return redact(text);
  };
}
