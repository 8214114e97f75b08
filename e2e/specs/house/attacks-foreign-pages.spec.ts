import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { demoAccount, legacyAccount } from '@auth-patterns/demo-project';
import { createControlClient } from '@auth-patterns/mock-medplum/control';
import type { Page } from '@playwright/test';
import { reboundName } from '#attacker/rebound-name.ts';
import { runCodeFromPage } from '#attacker/run-code.ts';
import { opensSocket, openStrangersPage, sendForm, sendFromPage } from '#attacker/stranger-page.ts';
import { type AttackedHouse, test } from '#attacker/two-houses.ts';
import { runningHouse } from '#house/running-house.ts';
import { expect } from '#story/test.ts';

// One worker is enough for all of these: each would start a second house.
test.describe.configure({ mode: 'default' });

/** What a page would like to read at each server. */
const worthReading: readonly (readonly [part: keyof AttackedHouse['urls'], path: string, text: string])[] = [
  ['startPage', '/', demoAccount('Maya').password],
  ['spaClient', '/', 'application-name'],
  ['legacyProxy', '/sign-in', legacyAccount.password],
  ['deviceAgent', '/status.json', 'counts'],
  ['medplum', '/.well-known/openid-configuration', 'token_endpoint'],
  ['idp', '/.well-known/openid-configuration', 'token_endpoint'],
];

test('[L1] house, sent forms and requests by a stranger’s page, makes no tenant and no mail', async ({
  page,
  attacker,
  house,
}) => {
  await openStrangersPage(page, attacker);

  expect(await disturb(page, house)).toEqual({ tenants: [], mails: 0 });
});

test('[L1] undefended house, sent the same, makes tenants and mails', async ({ page, attacker, undefendedHouse }) => {
  await openStrangersPage(page, attacker);

  expect(await disturb(page, undefendedHouse)).toEqual({ tenants: ['by-form', 'by-image', 'by-script'], mails: 1 });
});

for (const [part, path, text] of worthReading) {
  test(`[L1] ${part}, asked by a page that took a name of its own to it, shows nothing`, async ({ page, house }) => {
    await using name = await reboundName(house.urls[part]);
    await page.goto(name.url);

    expect((await sendFromPage(page, path)).status).toBe(403);
  });

  test(`[L1] undefended ${part}, asked so, shows "${text}"`, async ({ page, undefendedHouse }) => {
    await using name = await reboundName(undefendedHouse.urls[part]);
    await page.goto(name.url);

    expect((await sendFromPage(page, path)).text).toContain(text);
  });
}

test('[L2] mock-medplum, asked for sockets by a stranger’s page, opens none', async ({ page, attacker, house }) => {
  await openStrangersPage(page, attacker);

  expect(await openSockets(page, house)).toEqual([false, false, false]);
});

test('[L2] undefended mock-medplum, asked for the same, opens all', async ({ page, attacker, undefendedHouse }) => {
  await openStrangersPage(page, attacker);

  expect(await openSockets(page, undefendedHouse)).toEqual([true, true, true]);
});

test('[L3] mock-medplum, reached under a name of the page’s, runs no code of it', async ({ page, house }) => {
  await using name = await reboundName(house.urls.medplum);
  await page.goto(name.url);

  expect((await runCodeFromPage(page, '/')).status).toBe(403);
});

test('[L3] mock-medplum, asked by a stranger’s page, runs no code of it', async ({ page, attacker, house }) => {
  await openStrangersPage(page, attacker);

  expect(await runCodeFromPage(page, house.urls.medplum)).toEqual({ status: 0, text: 'TypeError: Failed to fetch' });
});

test('[L3] undefended mock-medplum, asked so and told to run deployed Bots, runs it', async ({
  page,
  attacker,
  undefendedHouse,
}) => {
  await openStrangersPage(page, attacker);

  expect(await runCodeFromPage(page, undefendedHouse.urls.medplum)).toEqual({ status: 200, text: '42' });
});

test('[L3] undefended mock-medplum, reached so and told the same, runs it', async ({ page, undefendedHouse }) => {
  await using name = await reboundName(undefendedHouse.urls.medplum);
  await page.goto(name.url);

  expect(await runCodeFromPage(page, '/')).toEqual({ status: 200, text: '42' });
});

test('[L4] device-agent, sent a message by a stranger’s page, takes none', async ({ page, attacker, house }) => {
  await openStrangersPage(page, attacker);

  expect(await forgeResult(page, house)).toBe(0);
});

test('[L4] undefended device-agent, sent the same, takes it', async ({ page, attacker, undefendedHouse }) => {
  await openStrangersPage(page, attacker);

  expect(await forgeResult(page, undefendedHouse)).toBe(1);
});

test('[L6] dev server, asked by a page of another port, shows no file and opens none', async ({
  page,
  attacker,
  attackedHouse,
}) => {
  await page.goto(attacker.url.replace('127.0.0.1', 'localhost'));

  await openInEditor(page, attackedHouse);

  expect(await readsLog(page, attackedHouse)).toBe(false);
  expect(attackedHouse.openedInEditor()).toEqual([]);
});

test('[L6] undefended dev server, asked by the same, shows files and opens them', async ({
  page,
  attacker,
  undefendedHouse,
}) => {
  await page.goto(attacker.url.replace('127.0.0.1', 'localhost'));

  await openInEditor(page, undefendedHouse);

  expect(await readsLog(page, undefendedHouse)).toBe(true);
  await expect.poll(undefendedHouse.openedInEditor).toEqual(['index.html']);
});

async function disturb(page: Page, { urls }: Pick<AttackedHouse, 'urls'>): Promise<object> {
  const root = createControlClient(urls.medplum);
  const before = await root.mail.list();
  await sendFromPage(page, `${urls.medplum}t/by-script/healthcheck`, { mode: 'no-cors' });
  await page.evaluate(async (src) => {
    const image = new Image();
    const settled = new Promise((resolve) => image.addEventListener('error', resolve));
    image.src = src;
    await settled;
  }, `${urls.medplum}t/by-image/healthcheck`);
  await sendForm(page, `${urls.medplum}t/by-form/auth/login`, { email: 'a@b.example' });
  await sendForm(page, `${urls.medplum}auth/resetpassword`, { email: 'maya.rivera@clinic.example' });

  const names = (await root.tenants.list()).map(({ name = '' }) => name).filter((name) => name.startsWith('by-'));
  const mails = await root.mail.list();
  return { tenants: names.toSorted(), mails: mails.length - before.length };
}

async function openSockets(page: Page, { urls }: Pick<AttackedHouse, 'urls'>): Promise<boolean[]> {
  const paths = ['ws/agent', 'ws/echo', 'ws/subscriptions-r4'];
  return Promise.all(paths.map(async (path) => opensSocket(page, urls.medplum + path)));
}

const chemistryPanel = fileURLToPath(
  new URL('../../../apps/device-agent/samples/chemistry-panel.hl7', import.meta.url),
);

/** Sends a frame to the analyzer's port, behind the head of a request, and tells how many messages were taken. */
async function forgeResult(page: Page, { urls, ports }: Pick<AttackedHouse, 'urls' | 'ports'>): Promise<number> {
  const taken = async (): Promise<number> => {
    const { counts } = (await (await fetch(`${urls.deviceAgent}/status.json`)).json()) as StatusReport;
    return counts.queued + counts.sent + counts.parked;
  };
  const before = await taken();
  const body = `\u000B${readFileSync(chemistryPanel, 'utf8').replaceAll('\n', '\r')}\u001C\r`;
  const url = `http://localhost:${ports.DEVICE_AGENT_MLLP_PORT}/`;
  await sendFromPage(page, url, { method: 'POST', mode: 'no-cors', body });
  return (await taken()) - before;
}

type StatusReport = Readonly<{ counts: Readonly<{ queued: number; sent: number; parked: number }> }>;

async function openInEditor(page: Page, { urls }: AttackedHouse): Promise<void> {
  await sendFromPage(page, `${urls.spaClient}/__open-in-editor?file=index.html`, { mode: 'no-cors' });
}

/** Tells whether the dev server shows a file of the repository that is no source of the app. */
async function readsLog(page: Page, { urls }: AttackedHouse): Promise<boolean> {
  const { text } = await sendFromPage(page, `${urls.spaClient}/@fs${encodeURI(runningHouse().logFile)}?raw`);
  return text.includes('[legacy-proxy]');
}
