import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type Page } from '@playwright/test';
import { showCaption } from './caption.ts';
import { reportHtml, type ReportStep } from './report-html.ts';

export type Story = Readonly<{
  /** Runs one step. A demo shows its caption, and afterwards a picture or a pause. */
  step: <Result>(caption: string, run: () => Promise<Result>) => Promise<Result>;
  /** Adds words to the present step that no page shows, such as what a command printed. */
  note: (text: string) => void;
  writeReport: () => void;
}>;

const readingPauseMs = 2500;

/** Makes a story of a test: plain steps when it is tested, captions when it is watched, pictures when it is reported. */
export function createStory(page: Page, title: string): Story {
  const mode = process.env['E2E_DEMO'];
  const folder = join(import.meta.dirname, '../../demo-report', process.env['E2E_STORY'] ?? 'story');
  const steps: ReportStep[] = [];
  const notes: string[] = [];

  async function step<Result>(caption: string, run: () => Promise<Result>): Promise<Result> {
    notes.length = 0;
    const result = await test.step(caption, run);
    if (mode === 'watch') {
      await showCaption(page, caption);
      await page.waitForTimeout(readingPauseMs);
    } else if (mode === 'report') {
      const picture = `${String(steps.length + 1).padStart(2, '0')}.png`;
      await page.screenshot({ path: join(folder, picture), fullPage: true });
      steps.push({ caption, picture, notes: [...notes] });
    }
    return result;
  }

  return {
    step,
    note: (text) => void notes.push(text),
    writeReport: () => {
      if (mode === 'report') {
        mkdirSync(folder, { recursive: true });
        writeFileSync(join(folder, 'index.html'), reportHtml(title, steps));
      }
    },
  };
}
