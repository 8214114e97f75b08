import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

const app = join(import.meta.dirname, '..');
const root = join(app, '../..');
const left = new Set(['node_modules', 'dist', '.reports', '.data', '.turbo', '.env', 'alone']);

/** A copy of this repository that has nothing but this app, with some of its features. */
export type CutApp = Readonly<{
  /** Runs a program of the workspace at the copy's root. It throws with what the program said. */
  run: (program: string, ...args: readonly string[]) => void;
  /** The same in the app's folder. */
  runInApp: (program: string, ...args: readonly string[]) => void;
  /** Writes a file of the app. */
  write: (path: string, text: string) => void;
  remove: () => void;
}>;

/** The folders in `src/features`. */
export const featureNames = readdirSync(join(app, 'src/features')).sort();

/** Takes features out as the README says: their folders, and their lines in `features.ts`. */
export function cutApp(kept: readonly string[]): CutApp {
  const copy = mkdtempSync(join(tmpdir(), 'spa-client-'));
  const target = join(copy, 'apps/spa-client');
  mkdirSync(join(copy, 'apps'));
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  ['tsconfig.base.json', '.oxlintrc.json'].forEach((file) => cpSync(join(root, file), join(copy, file)));
  cpSync(app, target, { recursive: true, filter: (path) => !left.has(basename(path)) });

  cpSync(join(app, '.env.example'), join(target, '.env'));

  const gone = featureNames.filter((name) => !kept.includes(name));
  gone.forEach((name) => rmSync(join(target, 'src/features', name), { recursive: true }));
  const list = join(target, 'src/features.ts');
  writeFileSync(list, gone.reduce(withoutFeature, readFileSync(list, 'utf8')));

  const runIn = (cwd: string, program: string, args: readonly string[]): void => {
    try {
      execFileSync(join(root, 'node_modules/.bin', program), args, { cwd, stdio: 'pipe', encoding: 'utf8' });
    } catch (error) {
      const { stdout, stderr } = error as Readonly<{ stdout: string; stderr: string }>;
      const message = `${program} ${args.join(' ')} failed with ${kept.join(', ') || 'no feature'}:\n${stdout}${stderr}`;
      throw new Error(message, { cause: error });
    }
  };
  return {
    run: (program, ...args) => runIn(copy, program, args),
    runInApp: (program, ...args) => runIn(target, program, args),
    write: (path, text) => writeFileSync(join(target, path), text),
    remove: () => rmSync(copy, { recursive: true, force: true }),
  };
}

/** Deletes the import of a feature, and its entry in the list. */
function withoutFeature(list: string, name: string): string {
  const camelCase = name.replaceAll(/-(\w)/g, (_all, letter: string) => letter.toUpperCase());
  return list
    .split('\n')
    .filter((line) => !line.includes(`#features/${name}/`) && line !== `  ${camelCase},`)
    .join('\n');
}
