import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { edits } from './edits.ts';

// Loaded with `node --import`: takes the defences out of the sources that Node runs.

const source = join(import.meta.dirname, '..', '..', 'src');
const editsByUrl = Map.groupBy(edits, ({ file }) => pathToFileURL(join(source, file)).href);

registerHooks({
  load: (url, context, nextLoad) => {
    const loaded = nextLoad(url, context);
    const own = editsByUrl.get(url) ?? [];
    return own.length > 0
      ? { ...loaded, source: own.reduce(edit, Buffer.from(loaded.source as Uint8Array).toString()) }
      : loaded;
  },
});

function edit(text: string, { defence, file, replace, by }: (typeof edits)[number]): string {
  const parts = text.split(replace);
  if (parts.length !== 2) {
    throw new Error(`The defence "${defence}" is ${parts.length - 1} times in ${file}, not once: adapt edits.ts.`);
  }
  return parts.join(by);
}
