import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { root } from '#test/run-step.ts';

type Manifest = Readonly<{
  name: string;
  workspaces?: readonly string[];
  dependencies?: Readonly<Record<string, string>>;
  devDependencies?: Readonly<Record<string, string>>;
  optionalDependencies?: Readonly<Record<string, string>>;
  peerDependencies?: Readonly<Record<string, string>>;
}>;

/** A package of this workspace: its folder, and its `package.json`. */
export type Member = Readonly<{ folder: string; manifest: Manifest }>;

const neededLines = {
  '.gitignore': ['node_modules/', '.env', '.env.*', '!.env.example', '.data/'],
  '.npmrc': ['ignore-scripts=true', 'save-exact=true'],
};

/** What would go wrong for somebody who takes one app out of this repository. */
export function clonedAloneProblems(): string[] {
  const { workspaces = [] } = readManifest('package.json');
  const members = globSync(
    workspaces.map((folder) => `${folder}/package.json`),
    { cwd: root },
  ).map((path) => ({
    folder: dirname(path),
    manifest: readManifest(path),
  }));
  const apps = members.filter(({ folder }) => dirname(folder) === 'apps');
  return [...askedOfRegistry(members), ...apps.flatMap(({ folder }) => missingLines(folder, readIfThere))];
}

/** Packages of the workspace that npm would fetch under a name that anybody may publish. */
export function askedOfRegistry(members: readonly Member[]): string[] {
  const folders = new Map(members.map(({ folder, manifest }) => [manifest.name, folder]));
  return members.flatMap(({ folder, manifest }) => {
    const { dependencies, devDependencies, optionalDependencies, peerDependencies } = manifest;
    return [dependencies, devDependencies, optionalDependencies, peerDependencies]
      .flatMap((kind) => Object.entries(kind ?? {}))
      .flatMap(([name, version]) => {
        const target = folders.get(name);
        const wanted = target && `file:${relative(folder, target).replaceAll('\\', '/')}`;
        return wanted && version !== wanted ? [`${folder}/package.json: ${name} has to be "${wanted}"`] : [];
      });
  });
}

/** What an app's own `.gitignore` and `.npmrc` lack: alone, it has no others. */
export function missingLines(folder: string, read: (path: string) => string): string[] {
  return Object.entries(neededLines).flatMap(([file, needed]) => {
    const lines = read(join(folder, file)).split(/\r?\n/);
    return needed.filter((line) => !lines.includes(line)).map((line) => `${folder}/${file} has no line "${line}"`);
  });
}

function readManifest(path: string): Manifest {
  return JSON.parse(readFileSync(join(root, path), 'utf8')) as Manifest;
}

function readIfThere(path: string): string {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch {
    return '';
  }
}
