import type { HouseOptions } from '@auth-patterns/scripts/house/start-house.ts';
import { startHouse } from '@auth-patterns/scripts/house/start-house.ts';
import { startStartPage } from '@auth-patterns/scripts/start/start-page.ts';

/** Starts the house as `npm start` does, in a process whose sources have no defences. Tells its addresses in one line. */
async function main(options: string): Promise<void> {
  const house = await startHouse({
    ...(JSON.parse(options) as Omit<HouseOptions, 'onLine'>),
    onLine: (source, line) => process.stderr.write(`[${source}] ${line}\n`),
  });
  const startPage = await startStartPage(house);
  process.once('SIGTERM', () => void Promise.all([house.close(), startPage.close()]));
  process.stdout.write(`${JSON.stringify(house.urls)}\n`);
}

await main(process.argv[2] ?? '');
