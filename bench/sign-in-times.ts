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

/** Milliseconds from the start of a navigation, and of CPU that the page took. */
type Shown = Readonly<{ wall: number; cpu: number }>;
type Round = Readonly<{ signIn: Shown; afterCallback: Shown; reopened: Shown; tokenCalls: number }>;

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
  const cpu = await cpuOf(page);
  const { log } = createControlClient(urls.medplum);
  await log.clear();
  await page.goto(urls.spaClient);
  const signIn = await shown(page, 'Sign in', cpu);
  await signInByRedirect(page, urls.medplum);
  const afterCallback = await shown(page, 'Sam Carter', cpu);
  const tokenCalls = (await log.list()).filter(
    ({ method, path }) => method === 'POST' && path.split('?')[0] === '/oauth2/token',
  ).length;
  await page.goto(`${urls.spaClient}/patients`);
  const reopened = await shown(page, 'Sam Carter', cpu);
  await context.close();
  return { signIn, afterCallback, reopened, tokenCalls };
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

/** Waits for a text. The wall time is the page's own, since it began to load. */
async function shown(page: Page, text: string, cpu: () => Promise<number>): Promise<Shown> {
  await page.getByText(text, { exact: true }).first().waitFor();
  const wall = await page.evaluate(() => performance.now());
  return { wall, cpu: await cpu() };
}

/** Measures milliseconds of CPU that a page's tasks took since the last time. */
async function cpuOf(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  let before = 0;
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    const now = (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1000;
    const since = now - before;
    before = now;
    return since;
  };
}

function figures(results: readonly Round[]): Figure[] {
  const row = (what: string, of: (round: Round) => Shown): Figure => ({
    what: `${what}: wall, CPU of the page since the last`,
    value: `${middle(results, (one) => of(one).wall)}, ${middle(results, (one) => of(one).cpu)} ms`,
    goal: '',
  });
  return [
    row('sign-in screen, first visit', ({ signIn }) => signIn),
    row('first patient list, from the callback', ({ afterCallback }) => afterCallback),
    row('first patient list, opened again', ({ reopened }) => reopened),
    {
      what: 'token calls of a sign-in by redirect',
      value: String(Math.max(...results.map(({ tokenCalls }) => tokenCalls))),
      goal: 'least possible: 1',
    },
  ];
}

function middle(results: readonly Round[], of: (round: Round) => number): string {
  return median(results.map(of)).toFixed(0);
}
