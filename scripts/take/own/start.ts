import { appNames } from '#house/app-process.ts';
import { chosenPorts } from '#house/ports.ts';
import { startHouse } from '#house/start-house.ts';
import { demoSignIns } from '#start/demo-sign-ins.ts';
import { ensureEnvFile } from '#start/ensure-env-file.ts';
import { root } from '#test/run-step.ts';

/** Starts the mock and the app beside it, until Ctrl-C. */
async function main(): Promise<number> {
  let isUp = false;
  const early: string[] = [];
  const interrupted = new Promise<undefined>((resolve) => {
    process.once('SIGINT', () => resolve(undefined));
    process.once('SIGTERM', () => resolve(undefined));
  });
  void interrupted.then(() => isUp || process.exit(1));
  try {
    const ports = await chosenPorts(process.env);
    ensureEnvFile(root, '.env', console.log);
    const onLine = (source: string, line: string): void =>
      isUp ? console.log(`[${source}] ${line}`) : void early.push(`[${source}] ${line}`);
    const house = await startHouse({ ports, spa: 'dev', onLine });
    isUp = true;
    console.log(['', ...table(house.urls), '', 'Ctrl-C stops everything.', ''].join('\n'));
    const reason = await Promise.race([interrupted, house.ended]);
    await house.close();
    console.log(reason ?? 'Stopped.');
    return reason ? 1 : 0;
  } catch (error) {
    early.forEach((line) => console.error(line));
    console.error(error instanceof Error ? error.message : String(error));
    return 1;
  }
}

/** What runs where, and who can sign in. */
function table(urls: Readonly<Record<string, string>>): readonly string[] {
  const accounts = appNames.flatMap((name) => demoSignIns[name]);
  return [
    ...Object.entries(urls).map(([name, url]) => `  ${kebabCase(name).padEnd(14)}${url}`),
    ...(accounts.length > 0 ? ['', '  Sign in as'] : []),
    ...accounts.map(({ email, password, role }) => `  ${email.padEnd(30)}${password.padEnd(18)}${role}`),
  ];
}

function kebabCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

process.exitCode = await main();
