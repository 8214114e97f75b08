import { clonedAloneProblems } from './cloned-alone.ts';
import { brokenCommands } from './commands.ts';
import { upperCaseConstants } from './constants.ts';
import { importCircles } from './import-circles.ts';
import { brokenLinks } from './links.ts';
import { incompleteLockfile } from './lockfile.ts';
import { longLines } from './long-lines.ts';
import { readMarkdown } from './markdown.ts';
import { unknownPorts } from './ports.ts';
import { staleSnippets } from './snippets.ts';
import { testIdProblems } from './test-ids.ts';
import { longTitles, testTitles } from './test-titles.ts';
import { wrongTrees } from './trees.ts';
import { urlPaths } from './url-paths.ts';
import { unknownVariables } from './variables.ts';

/** Compares what the documents say with what the tree holds, and checks the rules of imports and of the supply chain. */
function main(): number {
  const documents = readMarkdown();
  const checks: Record<string, string[]> = {
    'links lead somewhere': documents.flatMap(brokenLinks),
    'commands exist': documents.flatMap(brokenCommands),
    'trees are true': documents.flatMap(wrongTrees),
    'ports are the defaults': documents.flatMap(unknownPorts),
    'variables are read by code': documents.flatMap(unknownVariables),
    'snippets are the code': documents.flatMap(staleSnippets),
    'no line hides anything': longLines(),
    'imports go in no circle': importCircles(),
    'constants are in camelCase': upperCaseConstants(),
    'the folder may have a space in its name': urlPaths(),
    'ids of tests have a meaning': testIdProblems(),
    'titles of tests fit a line': longTitles(testTitles()),
    'the lockfile is whole': incompleteLockfile(),
    'an app can be cloned alone': clonedAloneProblems(),
  };
  for (const [name, problems] of Object.entries(checks)) {
    console.log(`${problems.length === 0 ? '  ok    ' : '  FAILED'}  ${name}`);
    problems.forEach((problem) => console.log(`          ${problem}`));
  }
  return Object.values(checks).some((problems) => problems.length > 0) ? 1 : 0;
}

process.exitCode = main();
