import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '@auth-patterns/scripts/house/ports.ts';
import { type House, startHouse } from '@auth-patterns/scripts/house/start-house.ts';
import { clientSecrets } from '#house/client-secrets.ts';
import { openFirefox } from './open-firefox.ts';
import { openWebKit } from './open-webkit.ts';
import { stories } from './stories.ts';
import { createVisitor } from './visitor.ts';

const browsers = [
  { name: 'Firefox', program: 'firefox-esr', debianPackage: 'firefox-esr', open: openFirefox },
  { name: 'WebKit', program: 'WebKitWebDriver', debianPackage: 'webkit2gtk-driver xvfb', open: openWebKit },
];

/** Plays the main story of each app in one browser; gives the number of those that failed. */
async function playIn(
  { name, program, debianPackage, open }: (typeof browsers)[number],
  house: House,
): Promise<number> {
  if (spawnSync(program, ['--version']).error) {
    console.log(`!! NOT RUN: the main stories in ${name}. They need: apt-get install ${debianPackage}`);
    return 0;
  }
  const window = await open(program);
  let failed = 0;
  for (const [app, story] of Object.entries(stories)) {
    const problem = await story(createVisitor(window), house).then(() => undefined, String);
    console.log(`${problem ? 'FAILED' : 'ok    '}  ${name}: main story of ${app}${problem ? `\n${problem}` : ''}`);
    failed += problem ? 1 : 0;
  }
  await window.close();
  return failed;
}

/** Plays them in Debian's Firefox and WebKit, where they are installed. */
async function main(): Promise<number> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'house-'));
  const house = await startHouse({
    ports: await freePorts(),
    spa: 'built',
    dataFolder,
    clientSecrets: clientSecrets(`run-${randomUUID()}`),
    onLine: () => undefined,
  });
  try {
    let failed = 0;
    for (const browser of browsers) {
      failed += await playIn(browser, house);
    }
    return failed > 0 ? 1 : 0;
  } finally {
    await house.close();
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

process.exitCode = await main();
