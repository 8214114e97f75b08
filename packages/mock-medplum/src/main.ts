#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

// All that follows comes from the cache, which halves the time to start.
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/compile', import.meta.url)));
const { printable } = await import('#command/printable.ts');
const { UsageError } = await import('#command/usage-error.ts');
const { readCommandLine, usage } = await import('./command-line.ts');

try {
  const command = readCommandLine(process.argv.slice(2));
  if (command.name === 'help') {
    process.stdout.write(`${usage}\n`);
  } else if (command.name === 'control') {
    const { runControl } = await import('#command/run-control.ts');
    await runControl(command.args, (line) => process.stdout.write(`${printable(line)}\n`));
  } else {
    // Loaded late, so that a mistyped option is told at once.
    const { readProjectFolder, startMockMedplum } = await import('./index.ts');
    const project = command.project === undefined ? undefined : await readProjectFolder(command.project);
    const mock = await startMockMedplum({ ...command, project });
    const data = command.project === undefined ? 'without data' : `with the project in ${command.project}`;
    process.once('SIGINT', () => void mock.close());
    process.once('SIGTERM', () => void mock.close());
    process.stdout.write(`${printable(`mock-medplum answers at ${mock.baseUrl} ${data}`)}\n`);
  }
} catch (error) {
  process.exitCode = error instanceof UsageError ? 2 : 1;
  process.stderr.write(`${printable(`mock-medplum: ${explain(error)}`)}\n`);
}

/** Errors that a person can fix have a code and are printed in one line; a fault of this program with its stack. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  return error instanceof UsageError || error.name === 'ControlError' || 'code' in error
    ? error.message
    : (error.stack ?? error.message);
}
