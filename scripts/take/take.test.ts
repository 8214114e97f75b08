import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '#test/run-step.ts';
import { addFeatures } from './add-features.ts';
import { chosenFeatures } from './check-wish.ts';
import { planStarter } from './plan/plan-starter.ts';
import { linkPackages } from './proof/link-packages.ts';
import { checkTypes, checkUse, proveLinked, runUnitTests } from './proof/prove-linked.ts';
import { remainsIn } from './proof/remains-in.ts';
import { runIn } from './proof/run-in.ts';
import { readRepository } from './source/repository.ts';
import { readStarter, starterNames } from './source/starter.ts';
import { takeStarter } from './take-starter.ts';
import { type Double, packDoubles } from './write/pack-doubles.ts';
import { writePlan } from './write/write-plan.ts';

const repository = readRepository(root);
const minutes = 60_000;
let parent = '';
let doubles: Readonly<Record<string, Double>> = {};

beforeAll(() => {
  parent = mkdtempSync(join(tmpdir(), 'take-'));
  doubles = packDoubles(repository);
}, 5 * minutes);
afterAll(() => rmSync(parent, { recursive: true, force: true }), minutes);

async function take(app: string, name: string, features: readonly string[]): Promise<string> {
  const target = join(parent, name);
  await takeStarter(repository, { app, target, name, features, doubles });
  return target;
}

const cores = new Map<string, Promise<string>>();

/** The starter without features; whoever asks for it again gets the same folder. */
function takeCore(app: string): Promise<string> {
  const taken = cores.get(app) ?? take(app, `${app}-core`, []);
  cores.set(app, taken);
  return taken;
}

/**
 * Which unit tests of a core run here: those that start no process, for which a machine of two cores needs as long as for all
 * others. They pass in the repository itself, and take:check runs all.
 */
function unitTests(folder: string): readonly string[] {
  return globSync('src/**/*.test.{ts,tsx}', { cwd: folder }).filter(
    (path) => !/child_process|-process\.ts/.test(readFileSync(join(folder, path), 'utf8')),
  );
}

/** A module without its lines that say where something is, and without what it asks of a real server alone. */
function withoutPlaces(text: string): string {
  const onMock = text.replaceAll(/^ +test\.skip\([^;]*onServer[^;]*;\n/gm, '');
  return onMock.replaceAll(/^(?:.*(?:from '|new URL\().*)?\n/gm, '');
}

function tracked(folder: string): readonly string[] {
  return execFileSync('git', ['ls-files'], { cwd: folder, encoding: 'utf8' }).trim().split('\n');
}

/** The programs that the folder's own commands run. */
function commandsOf(folder: string): readonly string[] {
  const text = readFileSync(join(folder, 'scripts/run.mjs'), 'utf8');
  return [...text.matchAll(/'([\w./-]+\.ts)'/g)].map(([, path = '']) => path);
}

describe.each(starterNames(repository))('%s', (app) => {
  test(
    '[X1] starter, taken without features, type-checks, lints, uses all it has, passes its unit tests',
    async () => {
      const folder = await takeCore(app);
      linkPackages(root, folder);

      for (const project of ['.', 'e2e', 'scripts']) {
        checkTypes(folder, project);
      }
      // Rules that need types say the same of the sources as they do in the repository; take:check runs them.
      runIn(folder, 'oxlint', '--max-warnings', '0');
      runIn(folder, 'oxfmt', '--check', '.');
      checkUse(folder);
      expect(commandsOf(folder).filter((path) => !existsSync(join(folder, path)))).toEqual([]);
      expect(runUnitTests(folder, unitTests(folder))).toBeGreaterThan(0);
    },
    10 * minutes,
  );

  test(
    '[X1] starter, taken with all features, type-checks, and its specs do what they did',
    async () => {
      const features = chosenFeatures(readStarter(repository, app), ['all']);
      const folder = join(parent, `${app}-all`);
      writePlan(folder, await planStarter(repository, { app, name: 'all', features, doubles }));
      linkPackages(root, folder);

      const own = globSync('**/*.ts', { cwd: join(root, 'e2e/specs', app) });
      const taken = own.filter((path) => existsSync(join(folder, 'e2e/specs', path)));
      const changed = taken.filter(
        (path) =>
          withoutPlaces(readFileSync(join(folder, 'e2e/specs', path), 'utf8')) !==
          withoutPlaces(repository.read(`e2e/specs/${app}/${path}`)),
      );
      expect([taken.length > 1, changed]).toEqual([true, []]);
      expect(['.', 'scripts'].map((project) => checkTypes(folder, project))).toEqual(['', '']);
    },
    10 * minutes,
  );

  test('[X1] starter, taken, has nothing of the repository around it', async () => {
    const folder = await takeCore(app);
    const texts = tracked(folder)
      .filter((path) => !/^vendor\/|package-lock\.json$|^\.starter\.json$|^README\.md$/.test(path))
      .filter((path) =>
        /@auth-patterns|workspace:|\.\.\/\.\.\/(?:apps|packages)/.test(readFileSync(join(folder, path), 'utf8')),
      );
    const lockfile = readFileSync(join(folder, 'package-lock.json'), 'utf8');
    const remains = remainsIn(repository, app, folder, tracked(folder));

    expect(texts).toEqual([]);
    expect(remains).toEqual([]);
    expect(lockfile).not.toMatch(/"(?:apps|packages)\/|@auth-patterns/);
    expect(tracked(folder).filter((path) => /(?:^|\/)(?:\.env|\.data|dist|turbo\.json)(?:\/|$)/.test(path))).toEqual(
      [],
    );
  });
});

test('[X1] spa-client, taken without features, is at most 40 source files and 1,800 lines', async () => {
  const folder = await takeCore('spa-client');
  const sources = globSync('src/**/*.{ts,tsx}', { cwd: folder }).filter((path) => !/\.test\.tsx?$/.test(path));
  const lines = sources.flatMap((path) => readFileSync(join(folder, path), 'utf8').trimEnd().split('\n'));

  expect(sources.length).toBeLessThanOrEqual(40);
  expect(lines.length).toBeLessThanOrEqual(1800);
});

test(
  '[X1] feature, taken alone with a mistake, is reported with the compiler’s words, and stays there',
  async () => {
    const place = { parent: join(parent, 'alone'), doubles };
    const path = 'apps/device-agent/src/features/folder/feature.ts';
    const wrong = { ...repository, read: (name: string) => repository.read(name) + (name === path ? ';missing;' : '') };

    const { isOk, line } = await proveLinked(wrong, place, {
      app: 'device-agent',
      what: 'folder',
      features: ['folder'],
    });

    expect(isOk).toBe(false);
    expect(line).toMatch(/^FAILED device-agent, folder: tsc [^]+ Cannot find name 'missing'/);
    expect(readdirSync(place.parent)).toEqual(['device-agent-folder']);
  },
  5 * minutes,
);

test('[X1] folder, that holds something, stays as it is', async () => {
  const target = join(parent, 'mine');
  mkdirSync(target);
  writeFileSync(join(target, 'thesis.txt'), 'all of it');

  await expect(take('device-agent', 'mine', [])).rejects.toMatchObject({ code: 'not_empty' });
  expect(globSync('**/*', { cwd: target })).toEqual(['thesis.txt']);
});

test('[X1] starter, wished for under a name that npm refuses, leaves nothing behind', async () => {
  const wish = { app: 'device-agent', target: join(parent, 'a/b/named'), name: 'Upper', features: [], doubles };

  await expect(takeStarter(repository, wish)).rejects.toMatchObject({ code: 'bad_name' });
  expect(existsSync(join(parent, 'a'))).toBe(false);
});

test('[X1] starter, when it breaks off midway, leaves no folder behind', async () => {
  const wish = { app: 'device-agent', target: join(parent, 'a/b/broken'), name: 'broken', features: [], doubles };
  const read = (path: string): string => (path === 'package-lock.json' ? '{ broken' : repository.read(path));

  await expect(takeStarter({ ...repository, read }, wish)).rejects.toThrow(SyntaxError);
  expect(existsSync(join(parent, 'a'))).toBe(false);
});

test(
  '[X1] feature, added later, brings what it would have brought, and leaves what was changed by hand',
  async () => {
    const how = { isTerminal: false, isAgreed: true, doubles };
    const core = await takeCore('spa-client');
    const later = join(parent, 'later');
    cpSync(core, later, { recursive: true, filter: (path) => basename(path) !== 'node_modules' });
    const wish = { app: 'spa-client', name: basename(core), features: ['google'], doubles };
    writeFileSync(join(later, 'src/features.ts'), '// mine\n');

    await expect(addFeatures(repository, later, ['google'], how)).rejects.toMatchObject({ code: 'changed_by_hand' });
    expect(existsSync(join(later, 'src/features/google'))).toBe(false);

    execFileSync('git', ['checkout', '--quiet', 'src/features.ts'], { cwd: later });
    expect(await addFeatures(repository, later, ['google'], how)).toBe(0);
    const differing = [...(await planStarter(repository, wish))].filter(
      ([path, content]) =>
        !existsSync(join(later, path)) || !readFileSync(join(later, path)).equals(Buffer.from(content)),
    );
    expect(differing.map(([path]) => path)).toEqual([]);
  },
  5 * minutes,
);
