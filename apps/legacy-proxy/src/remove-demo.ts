import { printable } from '@auth-patterns/auth-config';
import { readDataFolder } from '#config';
import { markDemoRows, removeDemoRows } from '#legacy/demo-rows.ts';
import { openDatabase } from '#legacy/open-database.ts';

try {
  const database = openDatabase(readDataFolder());
  await markDemoRows(database);
  removeDemoRows(database);
  database.close();
  process.stdout.write('legacy-proxy: the accounts, appointments and patients of the demo are removed\n');
} catch (error) {
  process.stderr.write(`legacy-proxy: ${printable((error as Error).message)}\n`);
  process.exitCode = 1;
}
