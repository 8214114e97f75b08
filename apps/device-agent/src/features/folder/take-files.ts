import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { InputContext } from '#feature';
import { readVerdict } from '#hl7/read-verdict.ts';
import { splitMessages } from '#hl7/split-messages.ts';

type TakeContext = Pick<InputContext, 'receive' | 'log' | 'now'>;

/** A file that was just written may not be whole yet. */
const settleMs = 2000;
const maxBytes = 16 * 1_048_576;

/**
 * Takes every `*.hl7` file of a folder, oldest name first. What is in the queue is erased here; what has a mistake is set
 * aside as `.refused`, with the acknowledgment beside it; what could not be stored stays for the next time. A file that was
 * queued and not yet erased when the agent was killed is taken again, and recognised as a repetition.
 */
export function takeFiles(folder: string, context: TakeContext): void {
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith('.hl7'));
    names.sort((one, other) => (one < other ? -1 : 1)).forEach((name) => takeFile(join(folder, name), context));
  } catch (error) {
    context.log.error('the folder cannot be read', { folder, code: (error as NodeJS.ErrnoException).code });
  }
}

function takeFile(path: string, { receive, log, now }: TakeContext): void {
  const { mtimeMs, size } = statSync(path);
  if (now() - mtimeMs < settleMs) {
    return;
  }
  const answers =
    size > maxBytes
      ? [receive.oversize()]
      : splitMessages(readFileSync(path)).flatMap((message) => receive.message(message, log, 'folder'));
  const text = Buffer.concat(answers).toString('latin1');
  const verdicts = answers.map((answer) => readVerdict(Buffer.from(answer).toString('latin1')));
  if (verdicts.includes('try-again')) {
    return;
  }
  if (verdicts.every((verdict) => verdict === 'accepted')) {
    rmSync(path);
  } else {
    renameSync(path, `${path}.refused`);
    writeFileSync(`${path}.refused.txt`, text.replaceAll('\r', '\n'), { mode: 0o600 });
  }
}
