import { defineConfig } from 'vitest/config';

/** Apart from the other tests: each of these checks the whole app anew. */
export default defineConfig({
  test: {
    reporters: ['default', ['json', { outputFile: '.reports/vitest-alone.json' }]],
    include: ['alone/*.test.ts'],
    testTimeout: 300_000,
  },
});
