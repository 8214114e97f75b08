import { readFile } from 'node:fs/promises';
import { printable } from '@auth-patterns/auth-config';
import { readListenerSettings } from '#config';
import { withoutPreamble } from '#hl7/hl7-lines.ts';
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

/**
 * A file may hold several messages, or a batch of them, and an editor may have turned the CRs between segments into line
 * feeds. In a file with CRs a line feed alone is text.
 */
function splitMessages(content: Buffer): readonly Buffer[] {
  const text = Buffer.from(withoutPreamble(content)).toString('latin1');
  const segments = text.includes('\r') ? text.replaceAll('\r\n', '\r') : text.replaceAll('\n', '\r');
  const isBatch = /^[FB]HS/.test(segments);
  const messages = isBatch ? [segments] : segments.split(/(?<=\r)(?=MSH)/);
  return messages.map((message) => Buffer.from(message, 'latin1'));
}

/** MSA-1 says what became of the message; ERR-3, code 207, that the fault is the agent's and the message is good. */
function exitCodeOf(answer: string): ExitCode {
  const separator = answer.charAt(3) || '|';
  const segments = answer.split('\r').map((line) => line.split(separator));
  const verdicts = segments.filter(([name]) => name === 'MSA').map(([, verdict]) => verdict ?? '');
  const refused = verdicts.find((verdict) => verdict !== 'AA' && verdict !== 'CA');
  if (verdicts.length > 0 && refused === undefined) {
    return exitCodes.ok;
  }
  if (refused === undefined) {
    throw new CommandError(
      exitCodes.unavailable,
      'The answer is no HL7 acknowledgment: is another program on this port?',
    );
  }
  const errors = segments.filter(([name]) => name === 'ERR').map((fields) => fields[3] ?? '');
  const isOurs = refused.endsWith('E') && errors.every((error) => error.startsWith('207'));
  return isOurs ? exitCodes.tryAgain : exitCodes.badData;
}
