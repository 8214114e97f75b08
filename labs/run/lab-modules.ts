import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

const root = new URL('../../', import.meta.url).href;
const fresh = ['apps/', 'labs/exercises/', 'packages/auth-config/', 'packages/demo-project/'].map(
  (folder) => root + folder,
);
const mark = '?lab-run=';

/**
 * From now on, Node loads the apps' sources anew for each run of a check, and reads the learner's text in the place of one
 * file. All else, such as the SDK and the mock, is loaded once.
 */
export function loadLearnersFile(): Readonly<{ begin: (file: string, text: string) => string }> {
  let run = 0;
  let replaced: Readonly<{ url: string; text: string }> | undefined;

  registerHooks({
    resolve: (specifier, context, next) => {
      const found = next(specifier, context);
      const [, parentRun] = context.parentURL?.split(mark) ?? [];
      const isFresh = parentRun !== undefined && fresh.some((folder) => found.url.startsWith(folder));
      return isFresh && !found.url.includes('/node_modules/') ? { ...found, url: found.url + mark + parentRun } : found;
    },
    load: (url, context, next) => {
      const [plain] = url.split(mark);
      const loaded = next(url, context);
      return replaced && plain === replaced.url ? { ...loaded, source: replaced.text } : loaded;
    },
  });

  return {
    /** Begins a run; what is imported with the returned end of an address is loaded for this run alone. */
    begin: (file, text) => {
      run += 1;
      replaced = { url: new URL(file, root).href, text };
      return `${mark}${run}`;
    },
  };
}

/** Takes the addresses of this run, and of this machine, out of a text that a learner reads. */
export function withoutRuns(text: string): string {
  return text
    .replaceAll(/\?lab-run=\d+/g, '')
    .replaceAll(root, '')
    .replaceAll(fileURLToPath(root), '');
}
