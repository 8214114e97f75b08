import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['node_modules'],
    // The JSON report feeds the last line of `npm test`.
    reporters: ['default', ['json', { outputFile: '.reports/vitest.json' }]],
    // Some tests start the process itself, on machines that have other work.
    testTimeout: 30_000,
    restoreMocks: true,
    unstubEnvs: true,
  },
});
