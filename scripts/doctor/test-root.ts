import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { appNames, type AppName } from '#house/app-process.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));

/** A repository of three apps with their own code, in which a test plants faults. */
export type TestRoot = Disposable &
  Readonly<{
    root: string;
    folder: (app: AppName) => string;
    /** Writes a file of an app, as this user's own. */
    write: (app: AppName, file: string, text: string, mode?: number) => void;
    /** Gives an app the `.env` of `npm start`. */
    copyExample: (app: AppName) => void;
    git: (...args: string[]) => void;
  }>;

/** Makes one in a temporary folder. Each app has its `.env.example`, `.gitignore` and sources, and no `.env`. */
export function createTestRoot(): TestRoot {
  const root = mkdtempSync(join(tmpdir(), 'doctor-'));
  const folder = (app: AppName): string => join(root, 'apps', app);
  for (const app of appNames) {
    mkdirSync(folder(app), { recursive: true });
    const own = (name: string): string => join(repository, 'apps', app, name);
    ['.env.example', '.gitignore', 'package.json'].forEach((name) => copyFileSync(own(name), join(folder(app), name)));
    ['src', 'build', 'samples'].forEach((name) => symlinkSync(own(name), join(folder(app), name)));
  }
  const git = (...args: string[]): void => void execFileSync('git', args, { cwd: root, stdio: 'ignore' });
  git('init', '--quiet');
  const write: TestRoot['write'] = (app, file, text, mode = 0o600) => {
    mkdirSync(dirname(join(folder(app), file)), { recursive: true });
    writeFileSync(join(folder(app), file), text, { mode });
  };
  return {
    root,
    folder,
    git,
    write,
    copyExample: (app) => write(app, '.env', readFileSync(join(folder(app), '.env.example'), 'utf8')),
    [Symbol.dispose]: () => rmSync(root, { recursive: true }),
  };
}
