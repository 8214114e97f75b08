import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chosenFeatures } from '#take/check-wish.ts';
import { readRepository, type Repository } from '#take/source/repository.ts';
import { readStarter, starterNames } from '#take/source/starter.ts';
import { takeStarter } from '#take/take-starter.ts';
import { packDoubles } from '#take/write/pack-doubles.ts';
import { root } from '#test/run-step.ts';
import { checkStart } from './check-start.ts';
import { figuresOf } from './figures-of.ts';
import { runNpm } from './run-npm.ts';

type Case = Readonly<{ app: string; what: string; features: readonly string[] }>;

/**
 * Takes each starter alone, whole, and with each single feature, installs it from the registry, and runs its own two
 * commands. Arguments name starters; all are taken without them. Takes an hour.
 */
async function main(names: readonly string[]): Promise<number> {
  const repository = readRepository(root);
  const doubles = packDoubles(repository);
  const parent = mkdtempSync(join(tmpdir(), 'take-check-'));
  let failed = 0;
  for (const { app, what, features } of casesOf(repository, names)) {
    const target = join(parent, `${app}-${what}`);
    const begin = performance.now();
    await takeStarter(repository, { app, target, name: `${app}-${what}`, features, doubles });
    const started = await checkStart(target);
    const tested = runNpm(target, 'test');
    const seconds = Math.round((performance.now() - begin) / 1000);
    const isOk = started === undefined && tested.isOk;
    failed += isOk ? 0 : 1;
    console.log(
      `${isOk ? 'ok    ' : 'FAILED'} ${app}, ${what}: ${tested.lastLine}; ${figuresOf(target)}, ${seconds} s`,
    );
    if (!isOk) {
      console.log(started ?? tested.output);
    }
    rmSync(target, { recursive: true });
  }
  rmSync(parent, { recursive: true });
  return failed > 0 ? 1 : 0;
}

function casesOf(repository: Repository, names: readonly string[]): readonly Case[] {
  const apps = starterNames(repository).filter((app) => names.length === 0 || names.includes(app));
  return apps.flatMap((app) => {
    const features = chosenFeatures(readStarter(repository, app), ['all']);
    return [
      { app, what: 'core', features: [] },
      ...(features.length > 0 ? [{ app, what: 'whole', features }] : []),
      ...features.map((feature) => ({ app, what: feature, features: [feature] })),
    ];
  });
}

process.exitCode = await main(process.argv.slice(2));
