import { chmodSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, rmdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { checkName, checkTarget } from './check-wish.ts';
import { planStarter } from './plan/plan-starter.ts';
import { originCommit } from './source/origin-commit.ts';
import type { Repository } from './source/repository.ts';
import { commitAll } from './write/git-commit.ts';
import { makeLockfile } from './write/make-lockfile.ts';
import { type Double, packDoubles } from './write/pack-doubles.ts';
import { hashesOf, writeRecord } from './write/starter-record.ts';
import { writePlan } from './write/write-plan.ts';

type Wish = Readonly<{
  app: string;
  target: string;
  name: string;
  features: readonly string[];
  /** Packed already: packing takes seconds. */
  doubles?: Readonly<Record<string, Double>>;
}>;

/**
 * Writes a starter into a folder of its own, with a lockfile, and with one commit where there is git. The folder appears
 * when all is in it.
 *
 * @throws TakeError when it may not be made; then nothing was written.
 */
export async function takeStarter(
  repository: Repository,
  wish: Wish,
): Promise<Readonly<{ files: number; hasGit: boolean }>> {
  const { app, target, name, features } = wish;
  checkTarget(target, repository.root);
  checkName(name);
  const plan = await planStarter(repository, { app, name, features, doubles: wish.doubles ?? packDoubles(repository) });
  const made = mkdirSync(dirname(target), { recursive: true });
  const folder = mkdtempSync(join(dirname(target), '.taking-'));
  try {
    // A temporary folder is for this user alone, and this one is to stay.
    chmodSync(folder, 0o777 & ~process.umask());
    writePlan(folder, plan);
    makeLockfile(folder, repository.read('package-lock.json'));
    const { name: from = '', version = '' } = repository.members[0]?.manifest ?? {};
    const commit = originCommit(repository.root);
    const record = { starter: app, from, version, ...(commit && { commit }), name, features, files: hashesOf(plan) };
    writeRecord(folder, record);
    const hasGit = commitAll(folder, `feat: begin with the starter ${app} of ${from} ${version}`);
    if (existsSync(target)) {
      rmdirSync(target);
    }
    renameSync(folder, target);
    return { files: plan.size, hasGit };
  } catch (error) {
    rmSync(made ?? folder, { recursive: true, force: true });
    throw error;
  }
}
