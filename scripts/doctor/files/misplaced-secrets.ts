import type { App } from '#doctor/apps/app.ts';
import { fault, ok, type Finding } from '#doctor/finding.ts';
import { isSecretName } from './secret-values.ts';

const forBrowser = /^(?:PUBLIC|VITE|NEXT_PUBLIC)_/;
const privateKey = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;

/**
 * Secrets in the environment of a browser app: by their name, or because another app uses the same value as a secret.
 *
 * @param known - Secrets of the other apps and of this process, by what to call them.
 */
export function misplacedSecrets({ name, files, env }: App, known: ReadonlyMap<string, string>): readonly Finding[] {
  const inFiles = [...files].flatMap(([file, values]) =>
    Object.entries(values).flatMap(([variable, value = '']) => problemOf(variable, value, file)),
  );
  const inProcess = Object.entries(env)
    .filter(([variable]) => forBrowser.test(variable) && ![...files.values()].some((values) => variable in values))
    .flatMap(([variable, value = '']) => problemOf(variable, value, 'the environment'));
  const problems = [...inFiles, ...inProcess];
  return problems.length > 0 ? problems : [ok('secrets', 'No secret is in the environment of this browser app')];

  function problemOf(variable: string, value: string, where: string): Finding[] {
    const owner = [...known].find(([, secret]) => value.includes(secret))?.[0];
    const isSecret = value !== '' && (isSecretName(variable) || privateKey.test(value));
    if (owner === undefined && !isSecret) {
      return [];
    }
    const what =
      owner === undefined || owner.startsWith(`${variable} of`)
        ? `${variable} is a secret`
        : `${variable} holds ${owner}`;
    const danger = forBrowser.test(variable)
      ? 'the build copies it into the page, where anyone reads it'
      : 'a browser app keeps none';
    const renew = forBrowser.test(variable) ? ', and give the secret a new value' : '';
    const place = where === 'the environment' ? where : `apps/${name}/${where}`;
    return [fault('secrets', `${what}, in ${where}: ${danger}.`, `Remove ${variable} from ${place}${renew}.`)];
  }
}
