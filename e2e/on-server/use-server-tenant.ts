import type { ControlClient } from '@auth-patterns/mock-medplum/control';
import { type BrowserContext, test } from '@playwright/test';
import type { RunningHouse } from '#house/running-house.ts';
import { recordBrowsers } from './browser-log.ts';
import { serverTenant } from './server-tenant.ts';
import { tidyServer } from './tidy-server.ts';

/**
 * Gives a test the real server in place of a tenant, and takes away afterwards what the test made there. A test with the
 * annotation `emulator only` is left out, for the reason that it gives.
 */
export async function useServerTenant(
  { urls, dataFolder }: RunningHouse,
  context: BrowserContext,
  wish: object,
  use: (tenant: ControlClient) => Promise<void>,
): Promise<void> {
  const testInfo = test.info();
  const leaveOut = (reason: string): never => testInfo.skip(true, reason) as never;
  const emulatorOnly = testInfo.annotations.find(({ type }) => type === 'emulator only');
  if (emulatorOnly) {
    leaveOut(emulatorOnly.description ?? 'Its spec says so.');
  }
  if (Object.keys(wish).length > 0) {
    leaveOut(`It needs a server with settings of its own: ${Object.keys(wish).join(', ')}.`);
  }
  if (testInfo.file.includes('/google/')) {
    leaveOut('Google itself vouches for people there; its stand-in does on the mock alone.');
  }
  const since = new Date();
  const browser = context.browser();
  if (!browser) {
    throw new Error('On a server, a test needs a browser that more than one context shares.');
  }
  const log = recordBrowsers(browser, urls.medplum);
  await use(serverTenant(urls.medplum, log, leaveOut));
  log.stop();
  await tidyServer({ baseUrl: urls.medplum, spaOrigin: urls.spaClient, idpOrigin: urls.idp, root: dataFolder }, since);
}
