import { foreignNames } from '#attacker/foreign-names.ts';
import { test as houseTest } from '#house/house-test.ts';
import { startAppServer, type AppServer } from './app-server.ts';

type ServedFixtures = {
  /** Serves spa-client's origin to this worker's browser, and hands on what the house serves unless told otherwise. */
  appServer: AppServer;
};

/** `test` with the running house, whose spa-client may be another one for each test. */
export const test = houseTest.extend<object, ServedFixtures>({
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
      const rules = [
        app,
        ...foreign,
        ...(house.onServer
          ? [`MAP ${house.onServer.signInPage.host} 127.0.0.1:${house.onServer.signInPage.port}`]
          : []),
      ].join(', ');
      await use({ ...launchOptions, args: [...(launchOptions.args ?? []), `--host-resolver-rules=${rules}`] });
    },
    { scope: 'worker' },
  ],
});
