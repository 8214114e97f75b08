import { copyFile, cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { builtManifest } from './built-manifest.ts';
import { run } from './run.ts';

/** What a page of the mock is made of, and TypeScript does not copy. */
const assets: ReadonlySet<string> = new Set(['', '.css', '.html', '.js']);

/**
 * Builds the package for others into `dist/package`: Node does not strip types below node_modules, so they get
 * JavaScript and declarations. Here Node runs the sources.
 *
 * @param source - Folder of the package.
 * @returns the folder to pack.
 */
export async function buildPackage(source: string): Promise<string> {
  const target = join(source, 'dist/package');
  await rm(target, { recursive: true, force: true });
  await mkdir(target, { recursive: true });
  const typescript = dirname(createRequire(join(source, 'package.json')).resolve('typescript/package.json'));
  await run(process.execPath, [join(typescript, 'bin/tsc'), '-p', 'tsconfig.pack.json'], source);
  await cp(join(source, 'src'), join(target, 'dist'), {
    recursive: true,
    filter: (path) => assets.has(extname(path)),
  });
  const manifest = await readFile(join(source, 'package.json'), 'utf8');
  await writeFile(join(target, 'package.json'), `${JSON.stringify(builtManifest(JSON.parse(manifest)), null, 2)}\n`);
  // The package has a README of its own: this folder's is about the sources.
  await copyFile(join(source, 'pack/README.md'), join(target, 'README.md'));
  await copyFile(join(source, 'CHANGELOG.md'), join(target, 'CHANGELOG.md'));
  const differences = await readFile(join(source, 'DIFFERENCES.md'), 'utf8');
  await writeFile(join(target, 'DIFFERENCES.md'), withoutTests(differences));
  await copyFile(join(source, '../../LICENSE'), join(target, 'LICENSE'));
  return target;
}

/** Takes the last column out of tables that name tests in it: the package has no tests. */
function withoutTests(markdown: string): string {
  let isInside = false;
  return markdown
    .split('\n')
    .map((line) => {
      isInside = line.startsWith('|') && (isInside || /\| Test +\|$/.test(line));
      return isInside ? line.replace(/\|[^|]*\|$/, '|') : line;
    })
    .join('\n')
    .replace(/ A test reads this\s+table and checks that the test named in each row is there\./, '');
}
