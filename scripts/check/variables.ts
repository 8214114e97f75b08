import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '#test/run-step.ts';
import type { Markdown } from './markdown.ts';
import { trackedFiles } from './tracked-files.ts';

const ours = /\b(?:PUBLIC|MEDPLUM|DEVICE_AGENT|LEGACY_PROXY|SPA_CLIENT|MOCK|START_PAGE|E2E|SESSION)_[A-Z_]+\b/g;
let source: string | undefined;

/** Environment variables that a document names and no code reads. */
export function unknownVariables({ path, text }: Markdown): string[] {
  source ??= trackedFiles('*.ts', '*.tsx', '*.mjs', '*.html')
    .map((file) => readFileSync(join(root, file), 'utf8'))
    .join('\n');
  const code = source;
  return [...new Set(text.match(ours) ?? [])]
    .filter((name) => !code.includes(name))
    .map((name) => `${path}: no code reads ${name}`);
}
