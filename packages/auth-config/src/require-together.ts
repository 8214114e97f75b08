import { ConfigError } from './config-error.ts';

/**
 * Reads variables that are of use only together.
 *
 * @returns All of them by name, or undefined when none is set.
 * @throws ConfigError that names one that is missing and one that is set.
 */
export function requireTogether<Name extends string>(
  variables: Readonly<Partial<Record<Name, string | undefined>>>,
  names: readonly Name[],
): Readonly<Record<Name, string>> | undefined {
  const present = names.find((name) => variables[name] !== undefined);
  const absent = names.find((name) => variables[name] === undefined);
  if (present && absent) {
    throw new ConfigError([{ variable: absent, problem: `is missing, although ${present} is set` }]);
  }
  return present && (variables as Readonly<Record<Name, string>>);
}
