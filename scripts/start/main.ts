import { chosenPorts } from '#house/ports.ts';
import { startHouse } from '#house/start-house.ts';
import { ensureEnvFiles } from './ensure-env-files.ts';
import { houseTable } from './house-table.ts';
import { startStartPage } from './start-page.ts';

async function main(): Promise<number> {
  const begin = performance.now();
  let isUp = false;
  const interrupted = interruption();
  void interrupted.then(() => isUp || process.exit(1));
  const early: string[] = [];
  const say = (source: string, line: string): void => {
    if (isUp) {
      console.log(`[${source}] ${line}`);
    } else {
      early.push(`[${source}] ${line}`);
    }
  };
  try {
    const ports = await chosenPorts(process.env);
    ensureEnvFiles(console.log);
    console.log('Starting the mocks and the three apps …');
    const house = await startHouse({ ports, spa: 'dev', onLine: say });
    const startPage = await startStartPage(house).catch(async (error: unknown) => {
      await house.close();
      throw error;
    });
    isUp = true;
    console.log(houseTable(house.urls, house.ports, (performance.now() - begin) / 1000));
    const reason = await Promise.race([interrupted, house.ended]);
    console.log(reason ? `${reason}. Stopping the rest …` : 'Stopping …');
    await Promise.all([house.close(), startPage.close()]);
    return reason ? 1 : 0;
  } catch (error) {
    early.forEach((line) => console.error(line));
    console.error(error instanceof Error ? error.message : String(error));
    return 1;
  }
}

async function interruption(): Promise<undefined> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve(undefined));
    process.once('SIGTERM', () => resolve(undefined));
  });
}

process.exitCode = await main();
