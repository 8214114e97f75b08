import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { variablesOf } from '#take/plan/variables.ts';
import type { Repository } from '#take/source/repository.ts';
import { readStarter, starterNames } from '#take/source/starter.ts';

/** What may name the rest of this repository, and why. */
const allowed: readonly Readonly<{ path: RegExp; text: RegExp; why: string }>[] = [
  { path: /^README\.md$/, text: /^(?:In a clone|Made from the starter)/, why: 'says where the folder comes from' },
  { path: /^scripts\/provision\//, text: /urn:medplum-auth-patterns:provision/, why: 'marks what provision made' },
  { path: /^scripts\/provision\//, text: /'second-factor'/, why: "is the administrator's own" },
  { path: /^src\/feature\.ts$/, text: /kind: 'server' \|/, why: 'says what a feature may add' },
  { path: /\.(?:css|html)$|^build\//, text: /"color-scheme"|-color-scheme=/, why: 'is what CSS calls it' },
];

/**
 * Finds what a folder without features still says of what was left behind: the workspace, other starters, features, their
 * settings, folders and commands, links and commands that lead nowhere.
 *
 * @param paths - Files of the folder. @returns Lines such as `README.md:12 says legacy-proxy`.
 */
export function remainsIn(repository: Repository, app: string, folder: string, paths: readonly string[]): string[] {
  const words = wordsOf(repository, app);
  return paths
    .filter((path) => !/^vendor\/|package-lock\.json$|^\.starter\.json$|\.(?:png|ico|woff2?)$/.test(path))
    .flatMap((path) => {
      const lines = readFileSync(join(folder, path), 'utf8').split('\n');
      return lines.flatMap((line, index) => {
        const isAllowed = allowed.some((one) => one.path.test(path) && one.text.test(line));
        const found = [words.exec(line)?.[0], ...(path.endsWith('.md') ? deadLinks(folder, path, line) : [])];
        const faults = [...found.filter((_, at) => !isAllowed || at > 0), ...deadCommands(folder, line)];
        return faults.filter(Boolean).map((fault) => `${path}:${index + 1} says ${fault}`);
      });
    });
}

/** The workspace's own words, the other starters as they are written in code, and what features and their settings are called. */
function wordsOf(repository: Repository, app: string): RegExp {
  const others = starterNames(repository).filter((name) => name !== app);
  const camelCase = others.map((name) => name.replaceAll(/-(\w)/g, (_all, letter: string) => letter.toUpperCase()));
  const upperCase = others.map((name) => `${name.replaceAll('-', '_').toUpperCase()}_`);
  const workspace = [
    '@auth-patterns',
    'monorepo',
    'workspace:',
    'medplum-auth-patterns',
    'TURBO_',
    'turbo\\.json',
    'knip',
    'labs/',
    '(?:[Tt]he|[Aa]ll|three) apps\\b',
    'all three\\.',
    '[Ee]ach app\\b',
    'root of the repository',
  ];
  const words = [...workspace, ...others, ...camelCase, ...upperCase, ...namesOfFeatures(repository, app)];
  return new RegExp(`(?<![\\w-])(?:${words.join('|')})`);
}

/** Folders and settings; names that are no ordinary word; and what their settings are called after, such as REDIS. */
function namesOfFeatures(repository: Repository, app: string): readonly string[] {
  const names = readStarter(repository, app).features.map(({ name }) => name);
  const { settings, core } = settingsOf(repository, app);
  const beginning = (variable: string): string => variable.split('_')[0] ?? '';
  const known = new Set([...core].map(beginning));
  const programs = [...new Set(settings.map(beginning))].filter((one) => !known.has(one));
  return [
    ...names.map((name) => `#?features/${name}\\b`),
    ...names.filter((name) => name.includes('-')).map((name) => `${name}\\b`),
    ...settings.map((name) => `${name}\\b`),
    ...programs.flatMap((one) => [`${one}\\b`, `${one}_`, `${one.toLowerCase()}\\b`]),
  ];
}

/** Variables that the core reads, and those that features alone read. */
function settingsOf(
  repository: Repository,
  app: string,
): Readonly<{ settings: readonly string[]; core: ReadonlySet<string> }> {
  const own = (path: string): boolean => /^src\/(?!features\/).*(?<!\.test)\.tsx?$/.test(path);
  const all = [...repository.files];
  const namedIn = (paths: readonly string[]): readonly string[] =>
    paths.flatMap((path) => variablesOf(path, repository.read(path)));
  const of = (wanted: (path: string) => boolean): readonly string[] =>
    namedIn(all.filter((path) => path.startsWith(`apps/${app}/`) && wanted(path.slice(`apps/${app}/`.length))));
  const core = new Set([
    ...of(own),
    ...namedIn(all.filter((path) => /^packages\/auth-config\/src\/.*\.ts$/.test(path))),
  ]);
  const features = new Set(readStarter(repository, app).features.map(({ name }) => `src/features/${name}/settings.ts`));
  return { settings: [...new Set(of((path) => features.has(path)))].filter((name) => !core.has(name)), core };
}

function deadLinks(folder: string, path: string, line: string): readonly string[] {
  const targets = [...line.matchAll(/\]\((?![a-z]+:|#)([^)#\s]+)/g)].map(([, target = '']) => target);
  return targets.filter((target) => !existsSync(join(folder, dirname(path), target)));
}

/** `npm run NAME` without a script of that name, and scripts whose module is not there. */
function deadCommands(folder: string, line: string): readonly string[] {
  const { scripts } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    scripts: Readonly<Record<string, string>>;
  };
  const named = [...line.matchAll(/npm run (?:-s )?([a-z][\w:-]*)/g)].map(([, name = '']) => name);
  const modules = [...line.matchAll(/\bnode (?:--\S+ )*((?:src|scripts|faults)\/[\w./-]+\.ts)/g)].map(
    ([, one = '']) => one,
  );
  return [
    ...named.filter((name) => !(name in scripts) && name !== 'take').map((name) => `npm run ${name}`),
    ...modules.filter((one) => !existsSync(join(folder, one))),
  ];
}
