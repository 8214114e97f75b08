#!/usr/bin/env node
import { runCommandLine } from '#commands/command-line.ts';
import { describeFailure } from '#commands/failure.ts';
import { features as doors } from './features.ts';

function fail(error: unknown): void {
  const { exitCode, line } = describeFailure(error);
  process.stderr.write(line);
  process.exitCode = exitCode;
}

// A mistake in the code ends the process: what was acknowledged is on the disk, and a supervisor starts it anew.
process.on('uncaughtException', (error) => {
  fail(error);
  process.exit();
});

try {
  const features = (await Promise.all(doors)).flatMap((door) => Object.values(door));
  process.exitCode = await runCommandLine(process.argv.slice(2), (text) => void process.stdout.write(text), features);
} catch (error) {
  fail(error);
}

// What has to be kept is on the disk. A socket that the other side does not close would keep the process for ever.
process.stdout.write('', () => process.exit());
