import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appEnvironments } from '@auth-patterns/scripts/house/app-environments.ts';
import { startAppProcess } from '@auth-patterns/scripts/house/app-process.ts';
import type { HouseUrls } from '@auth-patterns/scripts/house/house-urls.ts';
import { freePorts, type Ports } from '@auth-patterns/scripts/house/ports.ts';
import { spaCommand } from '@auth-patterns/scripts/house/spa-command.ts';
import { waitUntilReady } from '@auth-patterns/scripts/house/wait-until-ready.ts';
import { createEditor } from '#attacker/editor.ts';
import { clientSecrets } from '#house/client-secrets.ts';
import { test as storyTest } from '#story/test.ts';
import { startUndefendedHouse } from '#undefended/start-undefended-house.ts';

/** A house to attack; spa-client is served by Vite's dev server, as `npm start` does. */
export type AttackedHouse = Readonly<{
  urls: HouseUrls;
  ports: Ports;
  /** The files that the editor of whoever runs the house was told to open. */
  openedInEditor: () => readonly string[];
}>;

type TwoHouses = { attackedHouse: AttackedHouse; undefendedHouse: AttackedHouse };

/** `test` with the house, and its twin that has no defence against pages of other sites. */
export const test = storyTest.extend<object, TwoHouses>({
  attackedHouse: [
    async ({ house }, use) => {
      const editor = createEditor(house.dataFolder);
      const ports = { ...house.ports, SPA_CLIENT_PORT: (await freePorts()).SPA_CLIENT_PORT };
      const options = { ports, dataFolder: house.dataFolder, spa: 'dev', onLine: () => undefined } as const;
      const env = { ...appEnvironments(options, house.urls)['spa-client'], ...editor.env };
      const args = await spaCommand(options, env);
      const { stop, ended } = startAppProcess({ name: 'spa-client', args, env, onLine: options.onLine });
      const url = `http://localhost:${ports.SPA_CLIENT_PORT}`;
      await waitUntilReady({ name: 'The dev server', url, ended, isOwn: async () => true });
      await use({ urls: { ...house.urls, spaClient: url }, ports, openedInEditor: editor.opened });
      await stop();
    },
    { scope: 'worker' },
  ],
  undefendedHouse: [
    async ({ house }, use) => {
      const dataFolder = mkdtempSync(join(tmpdir(), 'auth-patterns-undefended-'));
      const editor = createEditor(dataFolder);
      const ports = await freePorts();
      const options = { ports, dataFolder, clientSecrets: clientSecrets(house.canary) };
      const { urls, stop } = await startUndefendedHouse(options, {
        ...editor.env,
        MOCK_MEDPLUM_RUN_DEPLOYED_BOTS: 'true',
      });
      await use({ urls, ports, openedInEditor: editor.opened });
      await stop();
      rmSync(dataFolder, { recursive: true, force: true });
    },
    { scope: 'worker' },
  ],
});
