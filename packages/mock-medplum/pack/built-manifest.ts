/** The members of a package.json that the build looks at. */
export type Manifest = Readonly<{
  imports: Readonly<Record<string, string>>;
  exports: Readonly<Record<string, string>>;
  bin: Readonly<Record<string, string>>;
}> &
  Readonly<Record<string, unknown>>;

/** What is of use only where the sources are. */
const leftOut = new Set(['private', 'scripts', 'devDependencies']);

/** Returns the manifest of the package as others get it: what points to a source points to what was built of it. */
export function builtManifest(manifest: Manifest): Record<string, unknown> {
  const kept = Object.entries(manifest).filter(([name]) => !leftOut.has(name));
  const { imports, exports, bin } = manifest;
  return {
    ...Object.fromEntries(kept),
    files: ['dist', 'CHANGELOG.md', 'DIFFERENCES.md'],
    publishConfig: { access: 'public', provenance: true },
    bin: mapValues(bin, (path) => builtPath(path, '.js')),
    // Sources say `#layer/file.ts`, and go on saying so.
    imports: Object.fromEntries(
      Object.entries(imports)
        .filter(([, path]) => path.startsWith('./src/') && !path.includes('/test-'))
        .map(([name, path]) =>
          name.endsWith('/*') ? [`${name}.ts`, builtPath(`${path}.ts`, '.js')] : [name, builtPath(path, '.js')],
        ),
    ),
    exports: mapValues(exports, (path) => ({ types: builtPath(path, '.d.ts'), default: builtPath(path, '.js') })),
  };
}

function mapValues<T>(record: Readonly<Record<string, string>>, change: (value: string) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}

function builtPath(path: string, extension: string): string {
  return path.replace('./src/', './dist/').replace(/\.ts$/, extension);
}
