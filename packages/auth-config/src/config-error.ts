/** What is wrong with one variable, in words that never quote its value. */
export type ConfigProblem = Readonly<{ variable: string; problem: string }>;

/**
 * Settings that cannot be used. Its message names each variable at fault and what to do, and no value:
 * a value may be a secret, and messages end up in logs.
 */
export class ConfigError extends Error {
  readonly code = 'config_invalid';
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    super(problems.map(({ variable, problem }) => `${variable} ${problem}`).join('; '));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}
