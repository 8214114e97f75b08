import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Gives a taken folder the packages that are installed here, instead of installing them, and unpacks its doubles. */
export function linkPackages(root: string, folder: string): void {
  const target = join(folder, 'node_modules');
  mkdirSync(target);
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (name !== '@auth-patterns' && name !== '.cache') {
      symlinkSync(join(root, 'node_modules', name), join(target, name), 'junction');
    }
  }
  for (const file of readdirSync(join(folder, 'vendor'))) {
    const double = join(target, basename(file).replace(/-\d.*$/, ''));
    rmSync(double, { recursive: true, force: true });
    mkdirSync(double);
    execFileSync('tar', ['-xzf', join(folder, 'vendor', file), '-C', double, '--strip-components=1']);
  }
}
