import type { ControlClient } from '@auth-patterns/mock-medplum/control';
import type { Browser, BrowserContext, Response } from '@playwright/test';

type Entry = Awaited<ReturnType<ControlClient['log']['list']>>[number];

/** What a real server, which keeps no log for us, was asked by the browsers of a test. */
export type BrowserLog = Readonly<{ list: ControlClient['log']['list']; stop: () => void }>;

/**
 * Writes down which requests the browsers send to a server, and how it answers: with the members of a tenant's log that
 * a browser can know.
 */
export function recordBrowsers(browser: Browser, baseUrl: string): BrowserLog {
  const entries: Entry[] = [];
  const onResponse = (response: Response): void => {
    if (response.url().startsWith(baseUrl)) {
      entries.push(entryOf(response, entries.length + 1));
    }
  };
  const watched: BrowserContext[] = [];
  const watch = (context: BrowserContext): BrowserContext => {
    watched.push(context.on('response', onResponse));
    return context;
  };
  browser.contexts().forEach(watch);
  // A second person comes with a context of their own.
  const newContext = browser.newContext.bind(browser);
  browser.newContext = async (options) => watch(await newContext(options));
  return {
    list: async (after = 0) => entries.filter(({ sequence }) => sequence > after),
    stop: () => {
      browser.newContext = newContext;
      watched.forEach((context) => context.off('response', onResponse));
    },
  };
}

function entryOf(response: Response, sequence: number): Entry {
  const request = response.request();
  const { pathname, search } = new URL(response.url());
  const grantType = new URLSearchParams(request.postData() ?? '').get('grant_type') ?? undefined;
  return {
    sequence,
    method: request.method(),
    path: pathname + search,
    status: response.status(),
    caller: { grantType },
  } as unknown as Entry;
}
