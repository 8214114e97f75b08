import type { BrowserContext, ConsoleMessage, Request, WebError } from '@playwright/test';
import { pagePlaces } from './page-places.ts';

/** Something that was said or kept, and where. */
export type Place = Readonly<{ where: string; text: string }>;

export type LeakWatch = Readonly<{
  /**
   * Searches what the browser said since the watch began and what it keeps now, and names each place once:
   * `request URL http://localhost:3001/callback`, `history of http://localhost:3001/`, `localStorage activeLogin of …`.
   */
  find: (secret: string) => Promise<readonly string[]>;
}>;

/**
 * Watches all pages of a browser context for a secret: request URLs, Referer headers, console, errors, history, HTML,
 * cookies and storage of every origin. What is sent to a server that is not trusted with it counts, body and headers.
 *
 * @param trusted - Base URLs of the servers that may get it in a header or a body.
 */
export function leakWatch(context: BrowserContext, trusted: readonly string[]): LeakWatch {
  const said: Promise<readonly Place[]>[] = [];
  context.on('request', (request) => said.push(requestPlaces(request, trusted)));
  context.on('console', (message) => said.push(consolePlaces(message)));
  context.on('weberror', (error) => said.push(errorPlaces(error)));
  return {
    find: async (secret) => {
      const kept = await Promise.all([...context.pages().map(pagePlaces), storagePlaces(context)]);
      const places = [...(await Promise.all(said)), ...kept].flat();
      // A path that holds a URL is itself a parameter of the sign-in page.
      const forms = [secret, encodeURIComponent(secret), encodeURIComponent(encodeURIComponent(secret))];
      const found = places.filter(({ text }) => forms.some((form) => text.includes(form)));
      return [...new Set(found.map(({ where }) => where))].sort();
    },
  };
}

async function requestPlaces(request: Request, trusted: readonly string[]): Promise<readonly Place[]> {
  const url = request.url();
  const to = url.replace(/[?#].*$/s, '');
  // A request that ends with its page has no more headers than these.
  const headers = await request.allHeaders().catch(() => request.headers());
  const isTrusted = trusted.some((base) => url.startsWith(base));
  return [
    { where: `request URL ${to}`, text: url },
    { where: `Referer to ${to}`, text: headers['referer'] ?? '' },
    ...(isTrusted
      ? []
      : [
          { where: `headers to ${to}`, text: JSON.stringify({ ...headers, referer: undefined }) },
          { where: `body to ${to}`, text: request.postData() ?? '' },
        ]),
  ];
}

async function consolePlaces(message: ConsoleMessage): Promise<readonly Place[]> {
  // The text of an object is not its fields.
  const values = await Promise.all(message.args().map(async (arg) => arg.jsonValue().catch(() => undefined)));
  return [{ where: 'console', text: `${message.text()} ${JSON.stringify(values)}` }];
}

async function errorPlaces(error: WebError): Promise<readonly Place[]> {
  return [{ where: 'page error', text: String(error.error()) }];
}

/** What a browser keeps for every origin: cookies, local storage and IndexedDB. */
async function storagePlaces(context: BrowserContext): Promise<readonly Place[]> {
  const { cookies, origins } = await context.storageState({ indexedDB: true });
  return [
    ...cookies.map(({ name, domain, value }) => ({ where: `cookie ${name} of ${domain}`, text: value })),
    ...origins.flatMap(({ origin, localStorage, ...rest }) => [
      ...localStorage.map(({ name, value }) => ({ where: `localStorage ${name} of ${origin}`, text: value })),
      { where: `IndexedDB of ${origin}`, text: JSON.stringify(rest) },
    ]),
  ];
}
