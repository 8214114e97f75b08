import { fileURLToPath } from 'node:url';
import { findBrowser } from '#browser/resolve-browser.ts';
import { houseUrls } from '#house/house-urls.ts';
import { readPorts, type Ports } from '#house/ports.ts';
import { readCommandLine, usage, UsageError } from './command-line.ts';
import { doctor } from './doctor.ts';
import { browser } from './machine/browser.ts';
import { nodeVersion } from './machine/node-version.ts';
import { portUses } from './machine/port-uses.ts';
import { portsInUse } from './machine/ports.ts';
import { runProgram } from './run-program.ts';

async function main(): Promise<number> {
  const orders = readCommandLine(process.argv.slice(2));
  if (!orders) {
    console.log(usage);
    return 0;
  }
  const ports = chosenPorts();
  const urls = houseUrls(ports);
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const { report, exitCode } = await doctor({
    orders,
    outside: { fetch, now: Date.now, env: process.env, root, run: runProgram },
    house: { ports, urls },
    machine: async () => [
      nodeVersion(process.versions.node, process.execPath),
      await browser(async () => findBrowser(() => undefined)),
      ...(await portsInUse(ports, portUses({ fetch }, urls, orders.apps))),
    ],
  });
  process.stdout.write(report);
  return exitCode;
}

/** A port that is none ends it as a wrong argument does. */
function chosenPorts(): Ports {
  try {
    return readPorts(process.env);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof UsageError)) {
    throw error;
  }
  console.error(`${error.message}\n\n${usage}`);
  process.exitCode = 2;
}
