import { createRedactor, type Redactor } from '@auth-patterns/auth-config';
import type { Config } from '#config';

/** Masks the secrets of the core and of the features, those too that a feature learns of while the server runs. */
export function redactSecrets({ medplum, sessionSecret, features }: Config): Redactor {
  return (text) => {
    const secrets = features.flatMap((feature) => feature.secrets ?? []);
    return createRedactor([medplum.clientSecret, sessionSecret, ...secrets])(text);
  };
}
