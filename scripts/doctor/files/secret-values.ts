import type { Environment } from '@auth-patterns/auth-config';

const secretName = /SECRET|PASSWORD|PRIVATE_?KEY|API_?KEY|TOKEN/i;
const noSecretName = /_(?:FILE|URL|ID|SECONDS)$/i;
const shortest = 8;

/** Tells whether a variable of this name holds a secret. */
export function isSecretName(name: string): boolean {
  return secretName.test(name) && !noSecretName.test(name);
}

/** The secrets in variables, by name. Short values are none: they would be found everywhere. */
export function secretValues(env: Environment): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(env).filter(
      (entry): entry is [string, string] =>
        isSecretName(entry[0]) && typeof entry[1] === 'string' && entry[1].length >= shortest,
    ),
  );
}
