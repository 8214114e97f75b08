import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '#test/run-step.ts';
import { trackedFiles } from './tracked-files.ts';

const upperCase = /^\s*(?:export\s+)?(?:const|let)\s+([A-Z][A-Z0-9_]+)\b/;

/** Constants in upper case: here they are written in camelCase, like every other value. */
export function upperCaseConstants(): string[] {
  return trackedFiles('*.ts', '*.tsx', '*.js', '*.mjs').flatMap((path) =>
    constantsIn(path, readFileSync(join(root, path), 'utf8')),
  );
}

/** The same for one file. */
export function constantsIn(path: string, text: string): string[] {
  return text.split('\n').flatMap((line, index) => {
    const name = upperCase.exec(line)?.[1];
    return name ? [`${path}:${index + 1} ${name} is not camelCase`] : [];
  });
}
