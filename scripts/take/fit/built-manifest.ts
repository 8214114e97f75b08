import type { Manifest } from '#take/source/repository.ts';

type Paths = Readonly<Record<string, string>>;

/** What is of use only where the sources are. */
const leftOut = new Set(['private', 'scripts', 'devDependencies']);

/** The manifest of a double as others get it, under a name without our scope: sources become what is built of them. */
export function builtManifest(manifest: Manifest, name: string): Readonly<Record<string, unknown>> {
  const { imports = {}, exports = {}, bin } = manifest as Manifest & Readonly<{ bin?: Paths }>;
  return {
    ...Object.fromEntries(Object.entries(manifest).filter(([key]) => !leftOut.has(key))),
    name,
    ...(bin && { bin: map(bin, built) }),
    // Sources say `#layer/file.ts`, and go on saying so.
    imports: Object.fromEntries(Object.entries(imports).flatMap(builtImport)),
    exports: map(exports, (path) => ({ types: path.replace(/\.ts$/, '.d.ts'), default: built(path) })),
  };
}

function builtImport([name, path]: readonly [string, string]): readonly (readonly [string, string])[] {
  return name.endsWith('/*')
    ? [
        [`${name}.ts`, `${path}.js`],
        [name, path],
      ]
    : [[name, built(path)]];
}

function map<T>(paths: Paths, change: (path: string) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(paths).map(([name, path]) => [name, change(path)]));
}

function built(path: string): string {
  return path.replace(/\.ts$/, '.js');
}
