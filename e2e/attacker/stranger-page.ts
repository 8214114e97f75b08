import type { Page } from '@playwright/test';
import type { AttackerSite } from './attacker-site.ts';
import { foreignNames } from './foreign-names.ts';

/** What a script got: the status and the text, or the name of the error. */
export type Loot = Readonly<{ status: number; text: string }>;

type Sent = Readonly<{ method?: string; headers?: Record<string, string>; body?: string; mode?: RequestMode }>;

/** Opens a page of the stranger's site, as a user does who follows any link. */
export async function openStrangersPage(page: Page, { url }: AttackerSite): Promise<void> {
  const address = new URL(url);
  address.hostname = foreignNames.stranger;
  await page.goto(address.href);
}

/** Sends a request from a script of the page that is open. */
export async function sendFromPage(page: Page, url: string, sent: Sent = {}): Promise<Loot> {
  return page.evaluate(
    async (wish) => {
      try {
        const response = await fetch(wish.url, wish.sent);
        return { status: response.status, text: await response.text() };
      } catch (error) {
        return { status: 0, text: String(error) };
      }
    },
    { url, sent },
  );
}

/** Sends a form from the page that is open into a frame, as no script can, and waits for the answer. */
export async function sendForm(page: Page, url: string, fields: Readonly<Record<string, string>>): Promise<void> {
  const answered = page.waitForResponse(url);
  await page.evaluate(
    (wish) => {
      const frame = Object.assign(document.createElement('iframe'), { name: 'answer' });
      const form = Object.assign(document.createElement('form'), {
        action: wish.url,
        method: 'post',
        target: 'answer',
      });
      for (const [name, value] of Object.entries(wish.fields)) {
        form.append(Object.assign(document.createElement('input'), { name, value }));
      }
      document.body.append(frame, form);
      form.submit();
    },
    { url, fields },
  );
  await answered;
}

/** Opens a WebSocket from the page that is open, and tells whether it was let in. */
export async function opensSocket(page: Page, url: string): Promise<boolean> {
  return page.evaluate(
    async (address) =>
      new Promise<boolean>((resolve) => {
        const socket = new WebSocket(address);
        socket.addEventListener('open', () => resolve(true));
        socket.addEventListener('error', () => resolve(false));
      }),
    url.replace(/^http/, 'ws'),
  );
}
