import { test as houseTest } from '#house/house-test.ts';
import { openWorkshop, type Workshop } from './workshop.ts';

/** `test` with the running house, and a place to make machines, with keys and rights of their own. */
export const test = houseTest.extend<{ workshop: Workshop }>({
  workshop: async ({ house }, use) => {
    await using workshop = await openWorkshop(house.urls.medplum);
    await use(workshop);
  },
});

export { expect } from '@playwright/test';
