import { defineConfig } from 'vitest/config';

/** The contract alone, to be pointed at any Medplum: `MEDPLUM_BASE_URL=http://localhost:8103/ npm run contract`. */
export default defineConfig({
  test: {
    include: ['contract/contract.test.ts'],
    // A server with a database may be slow.
    testTimeout: 60_000,
  },
});
