import { readFile } from 'node:fs/promises';
import { printable } from '@auth-patterns/auth-config';
import { readListenerSettings } from '#config';
import { readVerdict } from '#hl7/read-verdict.ts';
import { splitMessages } from '#hl7/split-messages.ts';
import { NoAcknowledgment, sendMessage } from '#mllp/send-message.ts';
import { CommandError, exitCodes, type ExitCode } from './exit-codes.ts';

const timeoutMs = 30_000;

/** `device-agent send FILE`: sends each message of a file as an analyzer would and prints the acknowledgments. */
export async function send(file: string, port: number | undefined, write: (text: string) => void): Promise<ExitCode> {
  const listener = readListenerSettings();
  const target = port ?? listener.port;
  const codes: ExitCode[] = [];
  for (const body of splitMessages(await read(file))) {
    const answer = await sendMessage({ host: reachable(listener.address), port: target, body, timeoutMs }).catch(
      (error: unknown) => {
        throw error instanceof NoAcknowledgment
          ? new CommandError(
              exitCodes.unavailable,
              `${error.message}: is device-agent run on port ${target}, without TLS?`,
            )
          : error;
      },
    );
    const text = answer.toString('utf8');
    const segments = text.split('\r').map(printable);
    write(`${segments.join('\n').trimEnd()}\n`);
    codes.push(exitCodeOf(text));
  }
  return codes.find((code) => code !== exitCodes.ok) ?? exitCodes.ok;
}

/** A listener on all addresses is reached at this machine's own. */
function reachable(address: string): string {
  return { '0.0.0.0': '127.0.0.1', '::': '::1' }[address] ?? address;
}

async function read(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CommandError(exitCodes.noInput, `${file} cannot be read (${code})`);
  }
}

function exitCodeOf(answer: string): ExitCode {
  const verdict = readVerdict(answer);
  if (!verdict) {
    throw new CommandError(
      exitCodes.unavailable,
      'The answer is no HL7 acknowledgment: is another program on this port?',
    );
  }
  return { accepted: exitCodes.ok, refused: exitCodes.badData, 'try-again': exitCodes.tryAgain }[verdict];
}
