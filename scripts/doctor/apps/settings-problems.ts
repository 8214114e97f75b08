import { ConfigError } from '@auth-patterns/auth-config';
import { fault, type Finding } from '#doctor/finding.ts';
import type { App } from './app.ts';

/**
 * Turns what an app's own code threw about its settings into findings.
 *
 * @throws The error itself when it is not about settings.
 */
export function settingsProblems({ name, files }: App, errors: readonly unknown[]): readonly Finding[] {
  const where = files.has('.env') ? `apps/${name}/.env` : `apps/${name}/.env (npm start makes it)`;
  const problems = errors.flatMap((error) => {
    if (error instanceof ConfigError) {
      return error.problems;
    }
    throw error;
  });
  // Several features may read the same variable.
  const texts = new Set(problems.map(({ variable, problem }) => `${variable} ${problem}`));
  return [...texts].map((text) => fault('settings', `${text}.`, `Correct it in ${where}. .env.example shows each.`));
}
