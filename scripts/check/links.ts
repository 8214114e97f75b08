import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '#test/run-step.ts';
import type { Markdown } from './markdown.ts';

/** Relative links whose file, or heading, does not exist. Links to other hosts are not followed. */
export function brokenLinks({ path, text }: Markdown): string[] {
  const prose = text.replaceAll(/^```[\s\S]*?^```/gm, '');
  const targets = [...prose.matchAll(/\]\((?<target>[^)\s]+)\)/g)].map(({ groups }) => groups?.['target'] ?? '');
  return targets
    .filter((target) => !/^[a-z]+:/.test(target))
    .filter((target) => !isReachable(path, text, target))
    .map((target) => `${path}: no ${target}`);
}

function isReachable(path: string, text: string, target: string): boolean {
  const [file, heading] = target.split('#');
  const absolute = join(root, dirname(path), file ?? '');
  if (!existsSync(absolute)) {
    return false;
  }
  return !heading || headings(file ? readFileSync(absolute, 'utf8') : text).includes(heading);
}

function headings(text: string): string[] {
  return [...text.matchAll(/^#+ (?<title>.+)$/gm)].map(({ groups }) =>
    (groups?.['title'] ?? '')
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}
