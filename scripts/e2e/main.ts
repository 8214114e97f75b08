import { resolveBrowser, browserVariable } from '#browser/resolve-browser.ts';
import { runStep } from '#test/run-step.ts';
import { readOrders } from './read-orders.ts';
import { writeRowsReport } from './write-rows-report.ts';

/**
 * Runs Playwright with a browser that starts here. `--part spa-client` runs the specs of one folder, with the apps that
 * they need; `--medplum URL` runs them on a real server; `--screenshots` makes the pictures of the documents;
 * `--other-browsers` plays the main stories in Debian's Firefox and WebKit; further arguments are Playwright's own.
 */
async function main(given: readonly string[]): Promise<number> {
  if (given.includes('--other-browsers')) {
    return (await runStep('node', ['e2e/other-browsers/main.ts'])).isOk ? 0 : 1;
  }
  const { part, server, isForPictures, args } = readOrders(given);
  const isHeaded = args.some((arg) => arg === '--headed' || arg === '--ui' || arg === '--debug');
  const browser = await resolveBrowser(console.log, isHeaded);
  const { isOk } = await runStep('playwright', ['test', '--config', 'e2e/playwright.config.ts', ...args], {
    [browserVariable]: browser,
    ...(part && { E2E_PART: part }),
    ...(server && { E2E_MEDPLUM: server }),
    // Of the house, which is all apps as they are built once.
    ...(isForPictures && { E2E_SCREENSHOTS: 'on', E2E_PART: 'house' }),
  });
  if (server) {
    console.log(writeRowsReport(server));
  }
  return isOk ? 0 : 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
