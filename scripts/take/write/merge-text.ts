import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Merges two changes of one text, as git does. @returns undefined where both changed the same lines, or without git. */
export function mergeText(base: string, ours: string, theirs: string): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'merge-'));
  try {
    const paths = Object.entries({ ours, base, theirs }).map(([name, text]) => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    });
    const { status, stdout } = spawnSync('git', ['merge-file', '--stdout', ...paths], { encoding: 'utf8' });
    return status === 0 ? stdout : undefined;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
