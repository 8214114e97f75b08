import { test as houseTest } from '#house/house-test.ts';
import { type StoryFixture, storyFixture } from './story-fixture.ts';

/** `test` with the running house, and a story whose steps a demo can show: for apps that are no browser apps. */
export const test = houseTest.extend<StoryFixture>(storyFixture);

export { expect } from '@playwright/test';
