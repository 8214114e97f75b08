import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { takeOut } from './take-out.ts';

// Loaded with `node --import`: takes all defences out of the sources that Node runs.

registerHooks({
  load: (url, context, nextLoad) => {
    const loaded = nextLoad(url, context);
    if (!url.startsWith('file:') || !loaded.source) {
      return loaded;
    }
    const text = Buffer.from(loaded.source as Uint8Array).toString();
    const edited = takeOut(fileURLToPath(url), text, undefined);
    return edited === text ? loaded : { ...loaded, source: edited };
  },
});
