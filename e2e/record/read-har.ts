import { readFileSync } from 'node:fs';

type HarEntry = Readonly<{ request: Readonly<{ url: string }> }>;

/** Everything that a browser sent and was sent. */
export type Har = Readonly<{
  /** Origins that sent or were sent a text, in an address, a header or a body. */
  originsWith: (text: string) => readonly string[];
}>;

/** Reads what Playwright's `recordHar` wrote, with the bodies in it. */
export function readHar(path: string): Har {
  const { log } = JSON.parse(readFileSync(path, 'utf8')) as { log: Readonly<{ entries: readonly HarEntry[] }> };
  const entries = log.entries.map((entry) => ({ url: entry.request.url, text: JSON.stringify(entry) }));
  return {
    originsWith: (text) => {
      const forms = [text, encodeURIComponent(text)];
      const found = entries.filter((entry) => forms.some((form) => entry.text.includes(form)));
      return [...new Set(found.map(({ url }) => new URL(url).origin))].sort();
    },
  };
}
