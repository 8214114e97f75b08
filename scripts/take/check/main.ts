import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { proveLinked } from '#take/proof/prove-linked.ts';
import { readRepository, type Repository } from '#take/source/repository.ts';
import { takeStarter } from '#take/take-starter.ts';
import { packDoubles } from '#take/write/pack-doubles.ts';
import { root } from '#test/run-step.ts';
import { type Case, casesOf } from './cases.ts';
import { checkStart } from './check-start.ts';
import { figuresOf } from './figures-of.ts';
import { runNpm } from './run-npm.ts';

/**
 * Takes each starter alone, whole, and with each single feature, and in each folder runs `npm test` and then, with
 * everything that git does not track removed, `npm start`, so that each is the first command once. Words name starters and cases:
 * `device-agent core whole`. `--empty-cache` gives npm a cache of its own for each `npm test`. `--linked` installs and starts
 * nothing: types and unit tests, with the packages that are installed here. What failed stays.
 */
async function main(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      'empty-cache': { type: 'boolean', default: false },
      linked: { type: 'boolean', default: false },
    },
  });
  const repository = readRepository(root);
  const parent = mkdtempSync(join(tmpdir(), 'take-check-'));
  const place = values.linked && { parent, doubles: packDoubles(repository) };
  const results: Readonly<{ isOk: boolean; line: string }>[] = [];
  for (const one of casesOf(repository, positionals)) {
    const result = await (place
      ? proveLinked(repository, place, one)
      : check(repository, parent, one, values['empty-cache']));
    console.log(result.line);
    results.push(result);
  }
  const failed = results.filter(({ isOk }) => !isOk).length;
  console.log(['', ...results.map(({ line }) => line.split('\n')[0]), ''].join('\n'));
  console.log(`${results.length - failed} passed, ${failed} failed${failed > 0 ? `; they are in ${parent}` : ''}`);
  if (failed === 0) {
    rmdirSync(parent);
  }
  return failed > 0 ? 1 : 0;
}

async function check(repository: Repository, parent: string, { app, what, features }: Case, isCacheEmpty: boolean) {
  const target = join(parent, `${app}-${what}`);
  const cache = join(parent, 'npm-cache');
  const env = { ...process.env, ...(isCacheEmpty && { npm_config_cache: cache }) };
  const begin = performance.now();
  await takeStarter(repository, { app, target, name: `${app}-${what}`, features });
  const tested = runNpm(target, env, 'test');
  const seconds = Math.round((performance.now() - begin) / 1000);
  rmSync(cache, { recursive: true, force: true });
  const figures = figuresOf(target);
  const left = git(target, 'status', '--porcelain');
  git(target, 'clean', '--quiet', '-dffx');
  const faults = [
    tested.isOk ? undefined : tested.output,
    left ? `npm test left files that git would take:\n${left}` : undefined,
    await checkStart(target),
  ].filter((fault) => fault !== undefined);
  const isOk = faults.length === 0;
  if (isOk) {
    rmSync(target, { recursive: true });
  }
  const line = `${isOk ? 'ok    ' : 'FAILED'} ${app}, ${what}: ${tested.lastLine}; ${figures}; ${seconds} s to the end of npm test`;
  return { isOk, line: [line, ...faults].join('\n') };
}

function git(folder: string, ...args: readonly string[]): string {
  return execFileSync('git', args, { cwd: folder, encoding: 'utf8' });
}

process.exitCode = await main(process.argv.slice(2));
