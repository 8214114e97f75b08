import { execFileSync } from 'node:child_process';
import { globSync, lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** How large a taken folder is: files and lines that git tracks, those of `src` but for tests, dependencies, megabytes. */
export function figuresOf(folder: string): string {
  const files = execFileSync('git', ['ls-files'], { cwd: folder, encoding: 'utf8' }).trim().split('\n');
  const texts = files.filter((path) => !/^vendor\/|package-lock\.json$/.test(path));
  const sources = texts.filter((path) => path.startsWith('src/') && !/\.test\.tsx?$/.test(path));
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, object | undefined>;
  const packages = Object.keys({ ...manifest['dependencies'], ...manifest['devDependencies'] }).length;
  const bytes = globSync('node_modules/**/*', { cwd: folder }).reduce(
    (sum, path) => sum + lstatSync(join(folder, path)).size,
    0,
  );
  return [
    `${files.length} files, ${linesOf(folder, texts)} lines`,
    `src ${sources.length} files, ${linesOf(folder, sources)} lines`,
    `${packages} dependencies`,
    `${Math.round(bytes / 1_000_000)} MB installed`,
  ].join('; ');
}

function linesOf(folder: string, paths: readonly string[]): number {
  return paths.reduce((sum, path) => sum + readFileSync(join(folder, path), 'utf8').split('\n').length - 1, 0);
}
