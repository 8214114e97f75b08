import { test as clinicTest } from '#clinic/clinic-test.ts';
import { createStory, type Story } from './story.ts';

/** `test` with the running house, a clinic of its own, and a story whose steps a demo can show. */
export const test = clinicTest.extend<{ story: Story }>({
  story: async ({ page }, use, { title }) => {
    const story = createStory(page, title);
    await use(story);
    story.writeReport();
  },
});

export { expect } from '@playwright/test';
