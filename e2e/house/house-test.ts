import { test as base } from '@playwright/test';
import { serverVariable } from '#on-server/server-address.ts';
import { useServerIds } from '#on-server/use-server-ids.ts';
import { runningHouse, type RunningHouse } from './running-house.ts';

const onServer = process.env[serverVariable];
if (onServer) {
  useServerIds();
}

/** Playwright's `test` with the running house. */
export const test = base.extend<object, { house: RunningHouse }>({
  house: [async ({}, use) => use(runningHouse()), { scope: 'worker' }],
});
