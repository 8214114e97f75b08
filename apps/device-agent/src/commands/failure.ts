import { ConfigError, createRedactor, printable } from '@auth-patterns/auth-config';
import { QueueUnavailable } from '#queue/queue-file.ts';
import { CommandError, exitCodes, type ExitCode } from './exit-codes.ts';

/** The one place where an error becomes text and an exit code: one line, and never a secret in it. */
export function describeFailure(error: unknown): Readonly<{ exitCode: ExitCode; line: string }> {
  const message = error instanceof Error ? error.message : 'unknown error';
  return { exitCode: exitCodeOf(error), line: `device-agent: ${printable(createRedactor()(message))}\n` };
}

function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof CommandError) {
    return error.exitCode;
  }
  if (error instanceof ConfigError) {
    return exitCodes.config;
  }
  return error instanceof QueueUnavailable ? exitCodes.cannotCreate : exitCodes.failed;
}
