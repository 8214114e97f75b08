import { spawnSync } from 'node:child_process';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    // Without strace, `npm test` says at its end which tests did not run.
    exclude: [
      'node_modules',
      '.reports/**',
      ...(spawnSync('strace', ['--version']).error ? ['**/*.strace.test.ts'] : []),
    ],
    // The JSON report feeds the last line of `npm test`.
    reporters: ['default', ['json', { outputFile: '.reports/vitest.json' }]],
    // The tests of a package share nothing but its modules, which are loaded once: this halves the time.
    pool: 'threads',
    isolate: false,
    restoreMocks: true,
    // Some tests start a process of their own, on a machine that may be busy.
    testTimeout: 120_000,
    // In CI, what fails on a busy machine is tried once more.
    retry: process.env['CI'] ? 1 : 0,
    unstubEnvs: true,
    unstubGlobals: true,
  },
});
