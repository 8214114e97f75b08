import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['node_modules'],
    // The JSON report feeds the last line of `npm test`.
    reporters: ['default', ['json', { outputFile: '.reports/vitest.json' }]],
    // Key generation and child processes take their time on a busy machine.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    restoreMocks: true,
    unstubEnvs: true,
  },
});
