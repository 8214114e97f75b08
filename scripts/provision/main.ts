import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ask } from './ask.ts';
import { readCommandLine, usage } from './command-line.ts';
import { findCredentials, findSuperCredentials } from './credentials.ts';
import { ProvisionError } from './provision-error.ts';
import { provision } from './provision.ts';

async function main(): Promise<number> {
  const orders = readCommandLine(process.argv.slice(2));
  if (!orders) {
    console.log(usage);
    return 0;
  }
  const begin = performance.now();
  const { requests, writes } = await provision({
    orders,
    credentials: async () => findCredentials(process.env, process.stdin.isTTY ? ask : undefined),
    superCredentials: findSuperCredentials(process.env),
    peoplePassword: process.env['MEDPLUM_PEOPLE_PASSWORD'],
    root: fileURLToPath(new URL('../..', import.meta.url)),
    outside: { fetch, sleep, say: (line) => console.log(line) },
  });
  const seconds = ((performance.now() - begin) / 1000).toFixed(1);
  console.log(`Done: ${requests} requests, ${writes} of them changes, in ${seconds} s.`);
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof ProvisionError)) {
    throw error;
  }
  console.error(error.message);
  process.exitCode = error.code === 'arguments' ? 2 : 1;
}
