import { test as base } from '@playwright/test';
import { foreignNames } from '#attacker/foreign-names.ts';
import { startAppServer, type AppServer } from '#served-app/app-server.ts';
import { runningHouse, type RunningHouse } from './running-house.ts';

type HouseFixtures = {
  house: RunningHouse;
  /** Serves spa-client's origin to this worker's browser, and hands on what the house serves unless told otherwise. */
  appServer: AppServer;
};

/** Playwright's `test` with the running house. */
export const test = base.extend<object, HouseFixtures>({
  house: [async ({}, use) => use(runningHouse()), { scope: 'worker' }],
  appServer: [
    async ({ house }, use) => {
      const server = await startAppServer({ from: house.urls.spaClient });
      await use(server);
      await server.close();
    },
    { scope: 'worker' },
  ],
  // Below everything that a page can see: redirects, pop-ups and frames, which `route` does not all reach, come here too.
  launchOptions: [
    async ({ launchOptions, appServer, house }, use) => {
      const app = `MAP ${new URL(house.urls.spaClient).host} 127.0.0.1:${appServer.port}`;
      const foreign = Object.values(foreignNames).map((name) => `MAP ${name} 127.0.0.1`);
      const signIn = house.server?.signInPage;
      const page = signIn ? [`MAP ${signIn.host} 127.0.0.1:${signIn.port}`] : [];
      const rules = [app, ...page, ...foreign].join(', ');
      await use({ ...launchOptions, args: [...(launchOptions.args ?? []), `--host-resolver-rules=${rules}`] });
    },
    { scope: 'worker' },
  ],
});
