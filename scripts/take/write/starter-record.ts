import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plan } from '#take/plan/plan-starter.ts';

/** What a taken folder says of where it came from. */
export type StarterRecord = Readonly<{
  starter: string;
  from: string;
  version: string;
  name: string;
  features: readonly string[];
  /** SHA-256 of each file as it was written, so that what was changed by hand can be told. */
  files: Readonly<Record<string, string>>;
}>;

const file = '.starter.json';

/** Reads the record of a folder; undefined where there is none. */
export function readRecord(folder: string): StarterRecord | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, file), 'utf8')) as StarterRecord;
  } catch {
    return undefined;
  }
}

export function writeRecord(folder: string, record: StarterRecord): void {
  writeFileSync(join(folder, file), `${JSON.stringify(record, null, 2)}\n`);
}

export function hashesOf(plan: Plan): Readonly<Record<string, string>> {
  return Object.fromEntries([...plan].map(([place, content]) => [place, hashOf(content)]));
}

export function hashOf(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
