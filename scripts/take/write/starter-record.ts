import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plan } from '#take/plan/plan-starter.ts';
import { TakeError } from '#take/take-error.ts';

/** What a taken folder says of where it came from. */
export type StarterRecord = Readonly<{
  starter: string;
  from: string;
  version: string;
  /** The commit that it was taken from, as `git describe` says it: `-dirty` where files were changed. */
  commit?: string;
  name: string;
  features: readonly string[];
  /** SHA-256 of each file as it was written, so that what was changed by hand can be told. */
  files: Readonly<Record<string, string>>;
}>;

const file = '.starter.json';

/** Reads the record of a folder; undefined where there is none. @throws Error when it is damaged. */
export function readRecord(folder: string): StarterRecord | undefined {
  const path = join(folder, file);
  if (!existsSync(path)) {
    return undefined;
  }
  const record = parse(readFileSync(path, 'utf8'));
  if (!record) {
    throw new TakeError(
      'damaged_record',
      `${path} is not as "npm run take" wrote it. Bring it back, for example with "git checkout ${file}".`,
    );
  }
  return record;
}

function parse(text: string): StarterRecord | undefined {
  try {
    const record = JSON.parse(text) as StarterRecord;
    const { starter, name, features, files }: Partial<StarterRecord> = record;
    const isWhole = [starter, name].every((one) => typeof one === 'string') && Array.isArray(features) && files;
    return isWhole ? record : undefined;
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
