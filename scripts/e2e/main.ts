import { browserVariable, resolveBrowser } from '#browser/resolve-browser.ts';
import { runStep } from '#test/run-step.ts';

/**
 * Runs Playwright with a browser that starts here. `--part spa-client` runs the specs of one folder, with the apps that
 * they need; further arguments are Playwright's own.
 */
async function main(given: readonly string[]): Promise<number> {
  const [first, part = ''] = given;
  const isPart = first === '--part';
  const args = isPart ? given.slice(2) : given;
  const isHeaded = args.some((arg) => arg === '--headed' || arg === '--ui' || arg === '--debug');
  const browser = await resolveBrowser(console.log, isHeaded);
  const { isOk } = await runStep('playwright', ['test', '--config', 'e2e/playwright.config.ts', ...args], {
    [browserVariable]: browser,
    ...(isPart && { E2E_PART: part }),
  });
  return isOk ? 0 : 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
