import { lstatSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { InputContext } from '#feature';
import { readVerdict } from '#hl7/read-verdict.ts';
import { splitMessages } from '#hl7/split-messages.ts';

/** Where files go: both are folders in the one that is watched. */
export const destinations = { accepted: 'done', refused: 'refused' } as const;

/** A file that was written a moment ago may not be whole yet; two looks must find it the same, too. */
const settleMs = 2000;
const maxBytes = 16 * 1_048_576;

type TakeContext = Pick<InputContext, 'receive' | 'log' | 'now'>;

/**
 * Makes a function that takes every `*.hl7` file in a folder, in the order of their names. What is in the queue goes to
 * `done/`; what has a mistake goes to `refused/`, with a file beside it that says why; what could not be stored stays for the
 * next look. A file that was queued and not yet moved when the agent was killed is taken again, and recognised.
 */
export function createLook(folder: string, context: TakeContext): () => void {
  let seen = new Map<string, string>();

  function isSettled(name: string, found: Map<string, string>): boolean {
    const status = lstatSync(join(folder, name));
    const state = `${status.ino} ${status.size} ${status.mtimeMs}`;
    found.set(name, state);
    return status.isFile() && seen.get(name) === state && context.now() - status.mtimeMs >= settleMs;
  }

  return () => {
    const found = new Map<string, string>();
    try {
      const names = readdirSync(folder).filter((name) => name.toLowerCase().endsWith('.hl7'));
      for (const name of names.sort((one, other) => (one < other ? -1 : 1))) {
        attempt(folder, context.log, () => isSettled(name, found) && takeFile(folder, name, context));
      }
    } catch (error) {
      warn(folder, error, context.log);
    }
    seen = found;
  };
}

/** One file that cannot be read, or is gone again, must not keep back the others. */
function attempt(folder: string, log: InputContext['log'], work: () => unknown): void {
  try {
    work();
  } catch (error) {
    warn(folder, error, log);
  }
}

function warn(folder: string, error: unknown, log: InputContext['log']): void {
  log.error('a file of the folder cannot be taken', { folder, code: (error as NodeJS.ErrnoException).code });
}

function takeFile(folder: string, name: string, { receive, log, now }: TakeContext): void {
  const path = join(folder, name);
  const answers =
    lstatSync(path).size > maxBytes
      ? [receive.oversize()]
      : splitMessages(readFileSync(path)).flatMap((message) => receive.message(message, log, 'folder'));
  const texts = answers.map((answer) => Buffer.from(answer).toString('utf8'));
  const verdicts = texts.map(readVerdict);
  if (verdicts.includes('try-again')) {
    return;
  }
  const outcome = verdicts.every((verdict) => verdict === 'accepted') ? 'accepted' : 'refused';
  // Many devices begin their numbers anew: the time keeps an earlier file of the same name.
  const kept = join(folder, destinations[outcome], `${new Date(now()).toISOString().replaceAll(':', '')}-${name}`);
  if (outcome === 'refused') {
    writeFileSync(`${kept}.reason.txt`, texts.join('').replaceAll('\r', '\n'), { mode: 0o600 });
  }
  renameSync(path, kept);
}
