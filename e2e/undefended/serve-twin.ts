import { buildAndServe } from '#built-app/build-and-serve.ts';
import { sourceEdits } from './source-edits.ts';
import { undefendPlugin } from './undefend-plugin.ts';

// Builds spa-client without its defences, and serves it.
await buildAndServe({ plugins: [undefendPlugin(sourceEdits)] });
