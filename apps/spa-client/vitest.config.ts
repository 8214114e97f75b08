import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [react()],
  test: {
    // The JSON report feeds the last line of `npm test`.
    reporters: ['default', ['json', { outputFile: '.reports/vitest.json' }]],
    testTimeout: 30_000,
    // In CI, what fails on a busy machine is tried once more.
    retry: process.env['CI'] ? 1 : 0,
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
    projects: [
      {
        extends: true,
        test: {
          name: 'app',
          environment: 'jsdom',
          // One jsdom for all files of a worker: making one takes longer than most tests. The set-up file cleans it.
          isolate: false,
          include: ['src/**/*.test.{ts,tsx}'],
          setupFiles: ['test/setup.ts'],
        },
      },
      // `auth-config` is in this folder once the app has been taken out of the repository.
      { extends: true, test: { name: 'vite', include: ['{dev-server,build,auth-config}/*.test.ts'] } },
    ],
  },
});
