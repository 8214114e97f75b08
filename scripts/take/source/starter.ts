import { listedFeatures } from '#take/cut/cut-feature-list.ts';
import type { Manifest, Repository } from './repository.ts';

/** One app of this repository, as it may be taken. */
export type Starter = Readonly<{
  name: string;
  manifest: Manifest;
  /** Its features, in the order of its list, each with the line that its README says of it. */
  features: readonly Readonly<{ name: string; text: string }>[];
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
    features: features.map((one) => ({ name: one, text: rowText(readme, one) })),
  };
}

/** The second column of the row that begins with the feature's name, linked or not. */
function rowText(readme: string, feature: string): string {
  const row = readme
    .split('\n')
    .find((line) => [`\`${feature}\``, `[${feature}]`].some((name) => line.split('|')[1]?.includes(name)));
  return (row?.split('|')[2] ?? '').replaceAll(/`|\[([^\]]*)\]\([^)]*\)/g, '$1').trim();
}
