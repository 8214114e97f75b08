import { test as base } from '@playwright/test';
import { runningHouse, type RunningHouse } from '#house/running-house.ts';
import { createStory, type Story } from './story.ts';

/** Playwright's `test` with the running house, and a story whose steps a demo can show. */
export const test = base.extend<{ house: RunningHouse; story: Story }>({
  house: async ({}, use) => use(runningHouse()),
  story: async ({ page }, use, { title }) => {
    const story = createStory(page, title);
    await use(story);
    story.writeReport();
  },
});

export { expect } from '@playwright/test';
