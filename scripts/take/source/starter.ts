import { listedFeatures } from '#take/cut/cut-feature-list.ts';
import type { Manifest, Repository } from './repository.ts';

/** One app of this repository, as it may be taken. */
export type Starter = Readonly<{
  name: string;
  manifest: Manifest;
  /** Its features, in the order of its list, each with the line that its README says of it. */
  features: readonly Readonly<{
    name: string;
    text: string;
    /** True of a feature whose tests hand over to another app of this repository: it cannot be taken. */
    needsOtherApp: boolean;
  }>[];
}>;

/** The apps that can be taken. */
export function starterNames({ members }: Repository): readonly string[] {
  return members.flatMap(({ folder }) => (folder.startsWith('apps/') ? [folder.slice('apps/'.length)] : []));
}

/** Reads what can be taken of an app. An app without `src/features.ts` has no features yet. */
export function readStarter(repository: Repository, name: string): Starter {
  const folder = `apps/${name}`;
  const member = repository.members.find((one) => one.folder === folder);
  if (!member) {
    throw new RangeError(`There is no starter ${name}`);
  }
  const list = `${folder}/src/features.ts`;
  const features = repository.files.has(list) ? listedFeatures(list, repository.read(list)) : [];
  const readme = repository.read(`${folder}/README.md`);
  return {
    name,
    manifest: member.manifest,
    features: features.map((one) => ({
      name: one,
      text: rowText(readme, one),
      needsOtherApp: namesOtherApp(repository, name, one),
    })),
  };
}

function namesOtherApp(repository: Repository, app: string, feature: string): boolean {
  const others = starterNames(repository).filter((one) => one !== app);
  const names = others.map((one) => one.replaceAll(/-(\w)/g, (_all, letter: string) => letter.toUpperCase()));
  const named = new RegExp(String.raw`\b(?:${names.join('|')})\b`);
  return [...repository.files].some(
    (path) => path.startsWith(`apps/${app}/src/features/${feature}/`) && named.test(repository.read(path)),
  );
}

/** What the table of features says: beside the cell that names the feature, linked or not, the one that describes it. */
function rowText(readme: string, feature: string): string {
  const names = (cell: string): boolean => cell.trim() === `\`${feature}\`` || cell.includes(`[${feature}](`);
  const rows = readme.split('\n').map((line) => line.split('|').slice(1, 3));
  const text = rows.find((cells) => cells.some(names))?.find((cell) => !names(cell)) ?? '';
  return text.replaceAll(/`|\[([^\]]*)\]\([^)]*\)/g, '$1').trim();
}
