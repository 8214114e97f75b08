import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { editSource } from './edit-source.ts';
import { houseEdits } from './house-edits.ts';

// Loaded with `node --import`: takes the defences out of the sources that Node runs, in this process and its children.

const root = fileURLToPath(new URL('../../', import.meta.url));
const editsByUrl = Map.groupBy(houseEdits, ({ file }) => pathToFileURL(join(root, file)).href);

registerHooks({
  load: (url, context, nextLoad) => {
    const loaded = nextLoad(url, context);
    const edits = editsByUrl.get(url.split('?')[0] ?? '') ?? [];
    if (edits.length === 0) {
      return loaded;
    }
    const source = Buffer.from(loaded.source as Uint8Array).toString();
    return { ...loaded, source: edits.reduce(editSource, source) };
  },
});
