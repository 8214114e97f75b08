import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoAccount } from '@auth-patterns/demo-project';
import { createControlClient } from '@auth-patterns/mock-medplum/control';
import { resolveBrowser } from '@auth-patterns/scripts/browser/resolve-browser.ts';
import { freePorts } from '@auth-patterns/scripts/house/ports.ts';
import { type House, startHouse } from '@auth-patterns/scripts/house/start-house.ts';
import { type Browser, chromium, type Page } from '@playwright/test';
import { type Figure, median } from './figure.ts';

const rounds = 5;

/** Milliseconds. */
type Round = Readonly<{
  signIn: number;
  signInCpu: number;
  afterCallback: number;
  reopened: number;
  tokenCalls: number;
}>;

/** What a person waits for in spa-client, built, with an empty cache, on this machine. */
export async function signInTimes(): Promise<Figure[]> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'sign-in-times-'));
  const house = await startHouse({ ports: await freePorts(), spa: 'built', dataFolder, onLine: () => undefined });
  const browser = await chromium.launch({ executablePath: await resolveBrowser(() => undefined) });
  try {
    const results: Round[] = [];
    for (let round = 0; round < rounds; round += 1) {
      results.push(await oneRound(browser, house));
    }
    return figures(results);
  } finally {
    await browser.close();
    await house.close();
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

async function oneRound(browser: Browser, { urls }: House): Promise<Round> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable');
  const { log } = createControlClient(urls.medplum);
  await log.clear();
  await page.goto(urls.spaClient);
  const signIn = await shown(page, 'Sign in');
  const { metrics } = await session.send('Performance.getMetrics');
  const signInCpu = (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1000;
  await signInByRedirect(page, urls.medplum);
  const afterCallback = await shown(page, 'Sam Carter');
  const tokenCalls = (await log.list()).filter(
    ({ method, path }) => method === 'POST' && path.split('?')[0] === '/oauth2/token',
  ).length;
  await page.goto(`${urls.spaClient}/patients`);
  const reopened = await shown(page, 'Sam Carter');
  await context.close();
  return { signIn, signInCpu, afterCallback, reopened, tokenCalls };
}

async function signInByRedirect(page: Page, medplum: string): Promise<void> {
  const { email, password } = demoAccount('Maya');
  await page.getByRole('button', { name: 'Continue with Medplum' }).click();
  // The app's own page has the same fields.
  await page.waitForURL(`${medplum}**`);
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Waits for a text. The time is the page's own, since it began to load. */
async function shown(page: Page, text: string): Promise<number> {
  await page.getByText(text, { exact: true }).first().waitFor();
  return page.evaluate(() => performance.now());
}

function figures(results: readonly Round[]): Figure[] {
  const row = (what: string, of: (round: Round) => number): Figure => ({
    what,
    value: `${median(results.map(of)).toFixed(0)} ms`,
    goal: '',
  });
  return [
    row('sign-in screen, first visit', ({ signIn }) => signIn),
    row('the same, CPU of the page', ({ signInCpu }) => signInCpu),
    row('first patient list, from the callback', ({ afterCallback }) => afterCallback),
    row('first patient list, opened again', ({ reopened }) => reopened),
    {
      what: 'token calls of a sign-in by redirect',
      value: String(Math.max(...results.map(({ tokenCalls }) => tokenCalls))),
      goal: 'least possible: 1',
    },
  ];
}
