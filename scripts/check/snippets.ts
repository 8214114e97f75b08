import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '#test/run-step.ts';
import type { Markdown } from './markdown.ts';

/** Code blocks after a line `<!-- from path -->` that are no longer part of that file. */
export function staleSnippets({ path, blocks }: Markdown): string[] {
  return blocks.flatMap(({ before, text, line }) => {
    const source = /^<!-- from (?<file>\S+) -->$/.exec(before.trim())?.groups?.['file'];
    if (!source) {
      return [];
    }
    const file = join(root, source);
    const isCurrent = existsSync(file) && squeeze(readFileSync(file, 'utf8')).includes(squeeze(text));
    return isCurrent ? [] : [`${path}:${line}: differs from ${source}`];
  });
}

function squeeze(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
