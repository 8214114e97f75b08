import { test } from '@playwright/test';

/** A test that reads like a story. */
export type Story = Readonly<{
  /** Runs one step. */
  step: <Result>(caption: string, run: () => Promise<Result>) => Promise<Result>;
  /** Adds words that no page shows, such as what a command printed. */
  note: (text: string) => void;
  writeReport: () => void;
}>;

/** Makes a story of a test: its steps are Playwright's, its notes are attached to the report. */
export function createStory(_page: unknown, _title: string): Story {
  return {
    step: async (caption, run) => test.step(caption, run),
    note: (description) => void test.info().annotations.push({ type: 'note', description }),
    writeReport: () => undefined,
  };
}
