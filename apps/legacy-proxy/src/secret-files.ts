import { readFileSync } from 'node:fs';
import { ConfigError, type Environment } from '@auth-patterns/auth-config';

const suffix = '_FILE';
const ownNames = /^(MEDPLUM|LEGACY_PROXY|SESSION)_/;

/**
 * Reads each variable that ends with `_FILE` from the file that it names, as Docker and Kubernetes hand out secrets:
 * `SESSION_SECRET_FILE=/run/secrets/session` sets SESSION_SECRET. A line break at the end does not count.
 *
 * @param names - How the variables begin that are looked at; those of others mean other things.
 * @throws ConfigError that names the variable, when the file cannot be read or the value is given twice.
 */
export function readSecretFiles(env: Environment, names = ownNames): Environment {
  const named = Object.entries(env).filter(([name, file]) => name.endsWith(suffix) && names.test(name) && file);
  const read = named.map(([name, file]) => {
    const variable = name.slice(0, -suffix.length);
    if (env[variable]) {
      throw new ConfigError([{ variable: name, problem: `is set, and so is ${variable}: remove one of them` }]);
    }
    return [variable, readText(name, String(file))] as const;
  });
  return { ...env, ...Object.fromEntries(read) };
}

function readText(variable: string, file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ConfigError([{ variable, problem: `names a file that cannot be read: ${code}` }]);
  }
}
