import type { Frame, Page } from '@playwright/test';
import type { Place } from './leak-watch.ts';

/** What a page shows and remembers: its history, and each frame's HTML and session storage. */
export async function pagePlaces(page: Page): Promise<readonly Place[]> {
  const frames = await Promise.all(page.frames().map(framePlaces));
  return [...(await historyPlaces(page)), ...frames.flat()];
}

/** The whole history, which no script of a page can read. */
async function historyPlaces(page: Page): Promise<readonly Place[]> {
  const session = await page.context().newCDPSession(page);
  const { entries } = await session.send('Page.getNavigationHistory');
  await session.detach();
  return entries.map(({ url, title }) => ({
    where: `history of ${new URL(url).origin}`,
    text: `${url} ${title}`,
  }));
}

async function framePlaces(frame: Frame): Promise<readonly Place[]> {
  const of = new URL(frame.url()).origin;
  const seen = await frame.evaluate(() => ({
    html: document.documentElement.outerHTML,
    state: JSON.stringify(window.history.state),
    // Reading it throws in a frame without an origin.
    session: window.origin === 'null' ? [] : Object.entries({ ...window.sessionStorage }),
  }));
  return [
    { where: `HTML of ${of}`, text: seen.html },
    { where: `history state of ${of}`, text: seen.state },
    ...seen.session.map(([name, text]) => ({ where: `sessionStorage ${name} of ${of}`, text })),
  ];
}
