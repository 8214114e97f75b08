import { ConfigError } from './config-error.ts';

type Texts = readonly (string | undefined)[];

/**
 * Reads variables that are of use only together.
 *
 * @returns Their values in the order of the names: all, or none.
 * @throws ConfigError that names one that is missing and one that is set.
 */
export function requireTogether<Name extends string>(
  variables: Readonly<Partial<Record<Name, string | undefined>>>,
  names: readonly Name[],
): Texts {
  const present = names.find((name) => variables[name] !== undefined);
  const absent = names.find((name) => variables[name] === undefined);
  if (present && absent) {
    throw new ConfigError([{ variable: absent, problem: `is missing, although ${present} is set` }]);
  }
  return names.map((name) => variables[name]);
}
