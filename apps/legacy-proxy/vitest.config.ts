import { execFileSync } from 'node:child_process';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: [
      'node_modules',
      // Mutation tests keep copies here while they run, and when they are interrupted.
      '.reports/**',
      // Without a redis-server, `npm test` says at its end which tests did not run.
      ...(hasRedis() ? [] : ['src/features/several-processes/*.redis.test.ts']),
    ],
    // The JSON report feeds the last line of `npm test`.
    reporters: ['default', ['json', { outputFile: '.reports/vitest.json' }]],
    // Some tests start the process itself, on machines that have other work.
    testTimeout: 120_000,
    // In CI, what fails on a busy machine is tried once more.
    retry: process.env['CI'] ? 1 : 0,
    // The tests of a package share nothing but its modules, which are loaded once: this halves the time.
    pool: 'threads',
    isolate: false,
    restoreMocks: true,
    unstubEnvs: true,
  },
});

function hasRedis(): boolean {
  try {
    execFileSync('redis-server', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
