import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { freePorts } from '@auth-patterns/scripts/house/ports.ts';
import { median, type Figure } from './figure.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const runs = 3;

/** Wall-clock seconds from the command to the line that says it is up; the middle of three. */
export async function startTimes(): Promise<Figure[]> {
  const house: number[] = [];
  const mock: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const ports = Object.entries(await freePorts()).map(([name, port]) => [name, String(port)] as const);
    house.push(await secondsUntil(/Up after/, ['scripts/run.mjs', 'start'], Object.fromEntries(ports)));
    const args = ['packages/mock-medplum/src/main.ts', '--project', 'packages/demo-project/data', '--port', '0'];
    mock.push(await secondsUntil(/http:\/\/localhost:\d+/, args, {}));
  }
  return [
    { what: 'npm start, command to table', value: `${median(house).toFixed(1)} s`, goal: 'goal 5 s' },
    { what: 'mock-medplum, command to ready', value: `${median(mock).toFixed(2)} s`, goal: 'goal 0.8 s' },
  ];
}

async function secondsUntil(line: RegExp, args: readonly string[], env: Record<string, string>): Promise<number> {
  const begin = performance.now();
  const child = spawn(process.execPath, args, { cwd: root, env: { ...process.env, ...env } });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const seconds = await new Promise<number>((resolve, reject) => {
    let printed = '';
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      if (line.test(printed)) {
        resolve((performance.now() - begin) / 1000);
      }
    });
    child.stderr.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    child.once('exit', () => reject(new Error(`It ended before it was up:\n${printed}`)));
  });
  child.kill('SIGTERM');
  await ended;
  return seconds;
}
