import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { signInToLegacyProxy } from '#person/sign-in-to-legacy-proxy.ts';
import { expect, test } from '#story/test.ts';

// What the documents show: `npm run e2e -- --screenshots` makes the pictures anew.
test.use({ viewport: { width: 1280, height: 800 }, colorScheme: 'light', contextOptions: { reducedMotion: 'reduce' } });

const agentFolder = fileURLToPath(new URL('../../apps/device-agent/', import.meta.url));

async function picture(page: Page, name: string): Promise<void> {
  await expect(page.getByRole('status', { name: /^Loading/ })).toHaveCount(0);
  const path = fileURLToPath(new URL(`../../docs/pictures/${name}.png`, import.meta.url));
  await page.screenshot({ path, animations: 'disabled', scale: 'css' });
}

test('picture of the client side, of a patient whom a practitioner opened', async ({ page, app }) => {
  await app.openSignedIn(page, 'Maya');
  await page.getByRole('link', { name: 'Sam Carter' }).first().click();
  await expect(page.getByRole('heading', { name: 'Sam Carter' })).toBeVisible();
  await expect(page.getByText('Connecting…')).toHaveCount(0);

  await picture(page, 'client-side');
});

test('picture of the server side, of a chart that a user of the old application opened', async ({ page, house }) => {
  await signInToLegacyProxy(page, house.urls.legacyProxy);
  await page.getByRole('link', { name: 'Lena Novak' }).click();
  await expect(page.getByRole('region', { name: 'Observations' })).toContainText('Hemoglobin A1c');

  await picture(page, 'server-side');
});

test('picture of the device, after an analyzer sent a panel', async ({ page, house }) => {
  const args = ['src/main.ts', 'send', 'samples/chemistry-panel.hl7'];
  const port = String(house.ports.DEVICE_AGENT_MLLP_PORT);
  await promisify(execFile)(process.execPath, [...args, '--port', port], { cwd: agentFolder });
  await expect(async () => {
    await page.goto(house.urls.deviceAgent);
    await expect(page.getByText('Observation/').first()).toBeVisible({ timeout: 500 });
  }).toPass();

  await picture(page, 'device');
});
