import { readFile } from 'node:fs/promises';
import { printable } from '@auth-patterns/auth-config';
import { readListenerSettings } from '#config';
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

/** A file may hold several messages, and an editor may have turned the CRs between segments into line feeds. */
function splitMessages(content: Buffer): readonly Buffer[] {
  const text = content.toString('latin1').replaceAll(/\r?\n/g, '\r');
  return text.split(/(?<=\r)(?=MSH)/).map((message) => Buffer.from(message, 'latin1'));
}

/** MSA-1 says what became of the message; ERR-3, code 207, that the fault is the agent's and the message is good. */
function exitCodeOf(answer: string): ExitCode {
  const segment = (name: string): string[] =>
    (answer.split('\r').find((line) => line.startsWith(name)) ?? '').split(answer.charAt(3) || '|');
  const verdict = segment('MSA')[1];
  if (verdict === 'AA' || verdict === 'CA') {
    return exitCodes.ok;
  }
  if (verdict === undefined) {
    throw new CommandError(
      exitCodes.unavailable,
      'The answer is no HL7 acknowledgment: is another program on this port?',
    );
  }
  return verdict === 'AE' && segment('ERR')[3]?.startsWith('207') ? exitCodes.tryAgain : exitCodes.badData;
}
