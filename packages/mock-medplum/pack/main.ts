import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { buildPackage } from './build-package.ts';
import { run } from './run.ts';

const packageFolder = fileURLToPath(new URL('../', import.meta.url));
const [target = packageFolder] = process.argv.slice(2);

// `npm run pack [FOLDER]`: a tarball for others, who have no TypeScript below their node_modules.
const folder = await buildPackage(packageFolder);
const { name, version } = JSON.parse(await readFile(`${folder}/package.json`, 'utf8')) as Record<string, string>;
await run('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', target], folder);
process.stdout.write(`${target}/${name?.replace('@', '').replace('/', '-')}-${version}.tgz\n`);
