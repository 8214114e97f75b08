/** What a README may not speak of any more. */
export type Gone = Readonly<{
  /** Names of features. */
  features: readonly string[];
  /** Names of files, without their folders, that no taken file has. */
  files: ReadonlySet<string>;
  variables: ReadonlySet<string>;
  /** First parts of the app's addresses, such as `/register`. */
  routes: ReadonlySet<string>;
  /** Whether no feature was taken at all. */
  isCore: boolean;
}>;

const onlyHere = /<!-- repository -->\n[\s\S]*?<!-- \/repository -->\n+/g;
const onlyThere = /<!-- taken\n([\s\S]*?)-->\n/g;
const ofFeature = /<!-- feature ([\w-]+) -->\n([\s\S]*?)<!-- \/feature -->\n+/g;
/** A sentence within a paragraph. */
const sentence = /<!-- feature ([\w-]+) -->([^\n][\s\S]*?)<!-- \/feature -->/g;
/** A row or an entry about some features. */
const rowOf = / ?<!-- of ([\w, -]+) -->/;
const features = /^## Features\n[\s\S]*?(?=^## )/m;
const noFeatures = `## Features

None was taken. A feature is a folder in \`src/features/\` with one door; [src/features.ts](src/features.ts) lists them.

`;
const link = /\[([^\]]*)\]\(\.\.\/[^)]*\)/g;

/**
 * Makes an app's README that of a folder of its own, with `end` at its end. Passages between `<!-- repository -->` and `<!-- /repository -->` are
 * left out, what stands in a comment `<!-- taken … -->` is shown, and passages, sentences between `<!-- feature name -->` and
 * `<!-- /feature -->`, rows with `<!-- of name, other -->`, rows and entries that speak of something
 * that was left out go.
 */
export function fitReadme(text: string, name: string, gone: Gone, end: string): string {
  const fitted = text
    .replaceAll(onlyHere, '')
    .replaceAll(onlyThere, '$1\n')
    .replaceAll(sentence, (_all, feature: string, passage: string) => (gone.features.includes(feature) ? '' : passage))
    .replaceAll(ofFeature, (_all, feature: string, passage: string) =>
      gone.features.includes(feature) ? '' : `${passage}\n`,
    )
    .replace(gone.isCore ? features : /$^/, noFeatures)
    .replace(/^# [\w-]+/, `# ${name}`)
    .replaceAll(/ \(\[[^\]]*\]\(\.\.\/[^)]*\)\)/g, '')
    .replaceAll(link, '$1')
    .split('\n')
    .filter((line) => !speaksOf(line, gone))
    .map((line) => line.replace(rowOf, ''))
    .join('\n');
  return `${withoutEmptyTables(fitted)
    .replaceAll(/\n{3,}/g, '\n\n')
    .trimEnd()}\n${end}`;
}

/** A row of a table, an entry of a list, a line of a drawn tree. */
function speaksOf(line: string, { features, files, variables, routes }: Gone): boolean {
  if (!/^(?:\||- |\d+\. |[│ ]*[├└]─)/.test(line)) {
    return false;
  }
  const wanted = rowOf.exec(line)?.[1]?.split(', ') ?? [];
  if (wanted.length > 0 && wanted.every((one) => features.includes(one))) {
    return true;
  }
  const [, first = ''] = line.split('|');
  const isOfFeature = features.some((one) => first.includes(`\`${one}\``) || first.includes(`[${one}]`));
  const names: readonly string[] = line.match(/[\w.-]+\.\w+|[\w-]+\//g) ?? [];
  const isOfVariables = [...variables].some((variable) => line.includes(`\`${variable}\``));
  const addresses = [...first.matchAll(/`(\/[\w-]+)[^`]*`/g)].map(([, address = '']) => address);
  const isOfRoutes = addresses.length > 0 && addresses.every((one) => routes.has(one));
  return isOfFeature || isOfVariables || isOfRoutes || names.some((one) => files.has(one));
}

function withoutEmptyTables(text: string): string {
  return text.replaceAll(/^\|[^\n]*\n\|(?:\s*:?-+:?\s*\|)+\n(?!\|)/gm, '');
}
