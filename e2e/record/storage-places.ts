import type { BrowserContext } from '@playwright/test';
import type { Place } from './leak-watch.ts';

/** What a browser keeps for every origin: cookies, local storage and IndexedDB. */
export async function storagePlaces(context: BrowserContext): Promise<readonly Place[]> {
  const { cookies, origins } = await context.storageState({ indexedDB: true });
  return [
    ...cookies.map(({ name, domain, value }) => ({ where: `cookie ${name} of ${domain}`, text: value })),
    ...origins.flatMap(({ origin, localStorage, ...rest }) => [
      ...localStorage.map(({ name, value }) => ({ where: `localStorage ${name} of ${origin}`, text: value })),
      { where: `IndexedDB of ${origin}`, text: JSON.stringify(rest) },
    ]),
  ];
}
