import type { IsLeftOut } from '#take/cut/forget.ts';
import type { Repository } from '#take/source/repository.ts';
import { starterNames } from '#take/source/starter.ts';

/** Pages and commands that stand for the whole repository. */
const wholeOnly = [
  'startPage',
  'START_PAGE_PORT',
  'demo',
  'check',
  'bench',
  'take',
  'take:check',
  'provision',
  'withoutFeatures',
  'onServer',
];
const identityProvider = ['idp', 'idpOrigin', 'workerIdp', 'MOCK_IDP_PORT'];

/**
 * By what names the tests and scripts call what is not taken: other apps, the identity provider, variables of features, and
 * features, which they call `#features/name`.
 */
export function leftOutNames(
  repository: Repository,
  app: string,
  {
    hasIdp,
    variables,
    features,
  }: Readonly<{ hasIdp: boolean; variables: ReadonlySet<string>; features: readonly string[] }>,
): IsLeftOut {
  const exact = new Set([
    ...wholeOnly,
    ...(hasIdp ? [] : identityProvider),
    ...variables,
    ...features.map((one) => `#features/${one}`),
  ]);
  const others = starterNames(repository).filter((name) => name !== app);
  const prefixes = others.flatMap((name) => [`${name.replaceAll('-', '_').toUpperCase()}_`]);
  const camelCase = others.map((name) => name.replaceAll(/-(\w)/g, (_all, letter: string) => letter.toUpperCase()));
  return (name) =>
    exact.has(name) ||
    others.includes(name) ||
    prefixes.some((prefix) => name.startsWith(prefix)) ||
    camelCase.some((known) => name === known || /^[A-Z]/.test(name.startsWith(known) ? name.slice(known.length) : ''));
}
