import { expect, test } from 'vitest';
import { brokenCommands } from './commands.ts';
import { brokenLinks } from './links.ts';
import { problemsOf } from './lockfile.ts';
import { parseMarkdown } from './markdown.ts';
import { unknownPorts } from './ports.ts';
import { staleSnippets } from './snippets.ts';
import { treePaths, wrongTrees } from './trees.ts';
import { unknownVariables } from './variables.ts';

const document = (text: string): ReturnType<typeof parseMarkdown> => parseMarkdown('README.md', text);

test('links, when a file or a heading is missing, are named; when it is there, are not', () => {
  expect(brokenLinks(document('# Title\n[a](nowhere.md) [b](package.json) [c](#title) [d](#other)'))).toEqual([
    'README.md: no nowhere.md',
    'README.md: no #other',
  ]);
});

test('commands, when npm or Node would not find them, are named', () => {
  const text = '```sh\nnpm start\nnpm run nothing\nnpm ci\nnode scripts/run.mjs\nnode scripts/none.ts\n```\n';

  expect(brokenCommands(document(text))).toEqual([
    'README.md: no script for "npm run nothing"',
    'README.md: no file for "node scripts/none.ts"',
  ]);
});

test('trees, when drawn, are read with their parents and compared with the folder', () => {
  const tree =
    'root/\n├─ apps/       ── here\n│  ├─ spa-client/   the browser\n│  └─ nowhere/\n└─ package.json turbo.json\n';

  expect(treePaths(tree)).toEqual(['apps/', 'apps/spa-client/', 'apps/nowhere/', 'package.json', 'turbo.json']);
  expect(wrongTrees(document(`\n\`\`\`text\n${tree}\`\`\`\n`))).toEqual([
    'README.md: the tree shows apps/nowhere/, which does not exist',
  ]);
});

test('ports and variables, when no code knows them, are named', () => {
  expect(unknownPorts(document('http://localhost:3001 http://127.0.0.1:3999'))).toEqual([
    "README.md: port 3999 is nobody's default",
  ]);
  // Put together here, so that this file is not the code that reads it.
  const invented = ['MEDPLUM', 'INVENTED'].join('_');
  expect(unknownVariables(document(`\`MEDPLUM_BASE_URL\` \`${invented}\``))).toEqual([
    `README.md: no code reads ${invented}`,
  ]);
});

test('snippets, when the file has moved on, are named', () => {
  const snippet = (code: string): string => `\n<!-- from scripts/check/ports.ts -->\n\`\`\`ts\n${code}\n\`\`\`\n`;

  expect(staleSnippets(document(snippet("import { defaultPorts } from '#house/ports.ts';")))).toEqual([]);
  expect(staleSnippets(document(snippet('import nothing')))).toHaveLength(1);
});

test('lockfile, when a package has no checksum or an optional one no entry, is refused', () => {
  expect(
    problemsOf({
      '': {},
      'node_modules/a': { integrity: 'sha512-x', optionalDependencies: { b: '1', c: '1' } },
      'node_modules/b': {},
    }),
  ).toEqual(['c, optional for node_modules/a, has no entry', 'node_modules/b has no checksum']);
});
