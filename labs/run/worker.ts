import { parentPort } from 'node:worker_threads';
import type { Check } from '#lab/lab-run.ts';
import type { Report } from '#lab/report.ts';
import { loadLearnersFile } from './lab-modules.ts';
import type { RunRequest } from './message.ts';
import { runCheck, startMock } from './run-check.ts';

// A learner's code runs in a thread of its own, which can be ended when it waits for ever. What takes long to load is
// loaded once, before the first file is saved.

const modules = loadLearnersFile();

async function answer({ folder, number, file, text }: RunRequest): Promise<Report> {
  const began = performance.now();
  const end = modules.begin(file, text);
  const address = new URL(`../exercises/${folder}/check.ts${end}`, import.meta.url).href;
  const load = async (): Promise<Check> => ((await import(address)) as { check: Check }).check;
  const report = await runCheck(load);
  return { lab: number, ...report, ms: Math.round(performance.now() - began) };
}

parentPort?.on('message', (request: RunRequest) => {
  void answer(request).then((report) => parentPort?.postMessage(report));
});
await startMock();
parentPort?.postMessage('ready');
