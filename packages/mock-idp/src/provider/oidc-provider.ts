import type * as OidcProvider from 'oidc-provider';

const note = 'Unsupported runtime';

/**
 * The library, imported without its note that the running Node is no LTS release: this provider is for demos, and a
 * laptop may well have a newer Node.
 */
export const { Provider, errors } = await importQuietly();

/* oxlint-disable no-console -- the note goes to console.warn, and nothing else about it can be configured. */
async function importQuietly(): Promise<typeof OidcProvider> {
  const { warn } = console;
  console.warn = (...words: unknown[]) => {
    if (!String(words[0]).includes(note)) {
      warn(...words);
    }
  };
  try {
    return await import('oidc-provider');
  } finally {
    console.warn = warn;
  }
}
