import { moduleSpecifiers } from '#take/source/module-specifiers.ts';
import { type Node, parseModule } from '#take/source/parse-module.ts';
import { forget } from './forget.ts';

/** Takes features out of an app's `features.ts`: their imports, and whatever the list says of them. */
export function cutFeatureList(path: string, text: string, isLeftOut: (folder: string) => boolean): string {
  const folderOf = (specifier: string): string => /(?:^#features|\/features)\/([^/]+)\//.exec(specifier)?.[1] ?? '';
  const gone = moduleSpecifiers(path, text).filter(({ value }) => isLeftOut(folderOf(value)));
  const names = new Set(gone.flatMap(({ value }) => localNames(path, text, value)));
  const folders = new Set(gone.map(({ value }) => folderOf(value)));
  return forget(path, text, (name) => names.has(name) || folders.has(name) || folders.has(folderOf(name)));
}

function localNames(path: string, text: string, source: string): readonly string[] {
  const imports = (parseModule(path, text)['body'] as readonly Node[]).filter(
    (one) => one.type === 'ImportDeclaration' && (one['source'] as Node)['value'] === source,
  );
  return imports
    .flatMap((one) => one['specifiers'] as readonly Node[])
    .map((one) => String((one['local'] as Node)['name']));
}

/** The features that an app lists, in its order. */
export function listedFeatures(path: string, text: string): readonly string[] {
  const folders = moduleSpecifiers(path, text).map(
    ({ value }) => /(?:^#features|\/features)\/([^/]+)\//.exec(value)?.[1],
  );
  return [...new Set(folders.filter((folder) => folder !== undefined))];
}
