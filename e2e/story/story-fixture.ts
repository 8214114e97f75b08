import type { Page, TestInfo } from '@playwright/test';
import { createStory, type Story } from './story.ts';

export type StoryFixture = { story: Story };

/** A story whose steps a demo can show. */
export const storyFixture = {
  story: async (
    { page }: Readonly<{ page: Page }>,
    use: (story: Story) => Promise<void>,
    { title }: TestInfo,
  ): Promise<void> => {
    const story = createStory(page, title);
    await use(story);
    story.writeReport();
  },
};
