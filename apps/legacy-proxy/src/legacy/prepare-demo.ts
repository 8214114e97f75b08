import type { DatabaseSync } from 'node:sqlite';
import { ConfigError } from '@auth-patterns/auth-config';
import { seedDemo } from './demo-data.ts';
import { hasDemoRows, markDemoRows } from './demo-rows.ts';

/**
 * Seeds the demo when it was asked for. Otherwise makes sure that none is left over in the database.
 *
 * @throws ConfigError when demo accounts would outlive the demo: their passwords are public.
 */
export async function prepareDemo(database: DatabaseSync, isAskedFor: boolean): Promise<void> {
  await markDemoRows(database);
  if (isAskedFor) {
    await seedDemo(database);
  } else if (hasDemoRows(database)) {
    throw new ConfigError([
      {
        variable: 'LEGACY_PROXY_SEED_DEMO',
        problem:
          'does not ask for the demo, and the database has its accounts, whose passwords are public: npm run remove-demo in the folder of legacy-proxy removes them; or add the line LEGACY_PROXY_SEED_DEMO=true to .env for the demo, or delete the data folder',
      },
    ]);
  }
}
