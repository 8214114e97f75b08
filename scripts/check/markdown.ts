import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '#test/run-step.ts';
import { trackedFiles } from './tracked-files.ts';

export type CodeBlock = Readonly<{ language: string; text: string; line: number; before: string }>;

export type Markdown = Readonly<{
  /** Relative to the root. */
  path: string;
  text: string;
  blocks: readonly CodeBlock[];
  /** Absolute folder of the nearest package.json: what the document's paths and commands are relative to. */
  packageFolder: string;
}>;

/** Reads every Markdown file of the repository. */
export function readMarkdown(): Markdown[] {
  return trackedFiles('*.md').map((path) => parseMarkdown(path, readFileSync(join(root, path), 'utf8')));
}

/** Splits a document into its fenced code blocks, and remembers the line before each. */
export function parseMarkdown(path: string, text: string): Markdown {
  const fences = text.matchAll(/^(?<before>.*)\n+```(?<language>[\w-]*)[^\n]*\n(?<body>[\s\S]*?)^```$/gm);
  const blocks = [...fences].map(({ groups, index }) => ({
    language: groups?.['language'] ?? '',
    text: groups?.['body'] ?? '',
    before: groups?.['before'] ?? '',
    line: text.slice(0, index).split('\n').length + 1,
  }));
  return { path, text, blocks, packageFolder: nearestPackage(dirname(join(root, path))) };
}

function nearestPackage(folder: string): string {
  return existsSync(join(folder, 'package.json')) || folder === dirname(folder)
    ? folder
    : nearestPackage(dirname(folder));
}
