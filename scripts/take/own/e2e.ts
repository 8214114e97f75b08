import { browserVariable, resolveBrowser } from '#browser/resolve-browser.ts';
import { runStep } from '#test/run-step.ts';

/** Runs Playwright with a browser that starts here. Arguments are Playwright's own. */
async function main(args: readonly string[]): Promise<number> {
  const browser = await resolveBrowser(
    console.log,
    args.some((arg) => ['--headed', '--ui', '--debug'].includes(arg)),
  );
  const { isOk } = await runStep('playwright', ['test', '--config', 'e2e/playwright.config.ts', ...args], {
    [browserVariable]: browser,
  });
  return isOk ? 0 : 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
