import { test as clinicTest } from '#clinic/clinic-test.ts';
import { type StoryFixture, storyFixture } from './story-fixture.ts';

/** `test` with the running house, a clinic of its own, and a story whose steps a demo can show. */
export const test = clinicTest.extend<StoryFixture>(storyFixture);

export { expect } from '@playwright/test';
