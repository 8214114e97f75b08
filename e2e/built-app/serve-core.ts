import { rmSync } from 'node:fs';
import { buildAndServe } from './build-and-serve.ts';
import { copyCore } from './copy-core.ts';

// Builds spa-client without any feature, and serves it.
const { root, copy } = copyCore();
process.once('exit', () => rmSync(copy, { recursive: true, force: true }));
await buildAndServe({ root });
rmSync(copy, { recursive: true, force: true });
