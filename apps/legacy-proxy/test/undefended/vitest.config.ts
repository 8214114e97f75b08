import { join } from 'node:path';
import { defineConfig, mergeConfig } from 'vitest/config';
import ownConfig from '../../vitest.config.ts';
import { takeOut } from './take-out.ts';

/** The unit tests on sources from which check-each.ts takes one defence. */
export default mergeConfig(
  ownConfig,
  defineConfig({
    root: join(import.meta.dirname, '..', '..'),
    plugins: [
      {
        name: 'undefended',
        enforce: 'pre',
        transform: (text, id) => takeOut(id, text, process.env['UNDEFENDED'] ?? ''),
      },
    ],
    // A module that was kept on disk would have, or lack, another defence.
    test: { fsModuleCache: false, reporters: [['json', { outputFile: '.reports/undefended.json' }]] },
  }),
);
