import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '#test/run-step.ts';
import { trackedFiles } from './tracked-files.ts';

const maximum = 400;
const mayBeLong = /(?:package-lock\.json|\.(?:png|ico|jpe?g|svg|hl7))$/;

/** Lines over 400 characters: code can be hidden far to the right of what a reviewer sees. */
export function longLines(): string[] {
  return trackedFiles()
    .filter((path) => !mayBeLong.test(path))
    .flatMap((path) => {
      const lines = readFileSync(join(root, path), 'utf8').split('\n');
      return lines.flatMap((line, index) =>
        line.length > maximum ? [`${path}:${index + 1} has ${line.length} characters`] : [],
      );
    });
}
