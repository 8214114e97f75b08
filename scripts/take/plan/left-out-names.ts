import type { IsLeftOut } from '#take/cut/forget.ts';
import type { Repository } from '#take/source/repository.ts';
import { starterNames } from '#take/source/starter.ts';

/** What stands for the whole repository. */
const wholeOnly = ['startPage', 'START_PAGE_PORT', 'withoutFeatures', 'onServer'];
/** Commands of the repository that an app of its own has, too. */
const takenCommands = new Set(['start', 'test', 'e2e', 'provision']);
/** How the settings of an app begin, where that is not its name. */
const settings: Readonly<Record<string, string>> = { 'spa-client': 'PUBLIC_' };
/** What the scripts say of one app alone, without naming it. */
const ofApp: Readonly<Record<string, readonly string[]>> = { 'spa-client': ['spa', 'viteArgs'] };
const identityProvider = ['idp', 'idpOrigin', 'workerIdp', 'MOCK_IDP_PORT', 'spaClientBySubject'];

/**
 * By what names the tests and scripts call what is not taken: other apps, the identity provider, variables of features, and
 * features, which they call `#features/name`, and clients of features.
 */
export function leftOutNames(
  repository: Repository,
  app: string,
  {
    hasIdp,
    variables,
    features,
    clients,
  }: Readonly<{
    hasIdp: boolean;
    variables: ReadonlySet<string>;
    features: readonly string[];
    clients: readonly string[];
  }>,
): IsLeftOut {
  const others = starterNames(repository).filter((name) => name !== app);
  const exact = new Set([
    ...wholeOnly,
    ...(hasIdp ? [] : identityProvider),
    ...variables,
    ...clients,
    ...others.flatMap((name) => ofApp[name] ?? []),
    ...features.map((one) => `#features/${one}`),
  ]);
  const prefixes = others.flatMap((name) => [
    `${name.replaceAll('-', '_').toUpperCase()}_`,
    ...(settings[name] ? [settings[name]] : []),
  ]);
  const camelCase = others.map((name) => name.replaceAll(/-(\w)/g, (_all, letter: string) => letter.toUpperCase()));
  return (name) =>
    exact.has(name) ||
    others.includes(name) ||
    prefixes.some((prefix) => name.startsWith(prefix)) ||
    camelCase.some((known) => name === known || /^[A-Z]/.test(name.startsWith(known) ? name.slice(known.length) : ''));
}

/** Commands that `scripts/run.mjs` runs here alone. The same words are commands of apps: they are names in that file only. */
export function wholeCommands(repository: Repository): readonly string[] {
  const [root] = repository.members;
  const apps = starterNames(repository);
  const commands = Object.values(root?.manifest.scripts ?? {}).flatMap(
    (script) => /^node scripts\/run\.mjs (\S+)$/.exec(script)?.[1] ?? [],
  );
  return commands.filter((name) => !takenCommands.has(name) && !apps.includes(name));
}
