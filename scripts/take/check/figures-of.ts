import { execFileSync } from 'node:child_process';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

type Manifest = Readonly<{ dependencies?: object; devDependencies?: object; optionalDependencies?: object }>;

/**
 * How large a taken folder with installed packages is: files and lines that git tracks, the lockfile and the packed doubles
 * aside; those of `src` but for tests; dependencies in production and in all; megabytes installed.
 */
export function figuresOf(folder: string): string {
  const files = execFileSync('git', ['ls-files'], { cwd: folder, encoding: 'utf8' }).trim().split('\n');
  const texts = files.filter((path) => !/^vendor\/|package-lock\.json$/.test(path));
  const sources = texts.filter((path) => path.startsWith('src/') && !/\.test\.tsx?$/.test(path));
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  const inProduction = Object.keys(manifest.dependencies ?? {}).length;
  const beside = Object.keys({ ...manifest.devDependencies, ...manifest.optionalDependencies }).length;
  return [
    `${files.length} files, ${linesOf(folder, texts)} lines`,
    `src ${sources.length} files, ${linesOf(folder, sources)} lines`,
    `dependencies ${inProduction} in production, ${inProduction + beside} in all`,
    `${Math.round(bytesOf(join(folder, 'node_modules')) / 1_000_000)} MB installed`,
  ].join('; ');
}

function linesOf(folder: string, paths: readonly string[]): number {
  return paths.reduce((sum, path) => sum + readFileSync(join(folder, path), 'utf8').split('\n').length - 1, 0);
}

function bytesOf(folder: string): number {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.reduce((sum, { parentPath, name }) => sum + lstatSync(join(parentPath, name)).size, 0);
}
