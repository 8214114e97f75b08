import { join } from 'node:path';
import { browserVariable, resolveBrowser } from '#browser/resolve-browser.ts';
import { root, runStep } from '#test/run-step.ts';

const stories = ['spa-client', 'legacy-proxy', 'device-agent'];

/** Plays one pattern's story: slowly in a window where there is a display, otherwise into a report with pictures. */
async function main([story = '']: readonly string[]): Promise<number> {
  if (!stories.includes(story)) {
    console.error(`Name a story: npm run demo -- ${stories.join(' | ')}`);
    return 2;
  }
  const hasDisplay =
    ['darwin', 'win32'].includes(process.platform) || Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);
  console.log(hasDisplay ? 'Watch the browser window …' : 'No display here: the story is written to demo-report/ …');
  const { isOk } = await runStep(
    'playwright',
    [
      'test',
      '--config',
      'e2e/playwright.config.ts',
      `specs/${story}/`,
      '--grep',
      '@story',
      '--workers',
      '1',
      ...(hasDisplay ? ['--headed'] : []),
    ],
    {
      [browserVariable]: await resolveBrowser(console.log, hasDisplay),
      E2E_DEMO: hasDisplay ? 'watch' : 'report',
      E2E_STORY: story,
    },
  );
  if (isOk && !hasDisplay) {
    console.log(`\nThe story, a picture a step: ${join(root, 'demo-report', story, 'index.html')}`);
  }
  return isOk ? 0 : 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
