import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { folderName, type Lab } from '#lab/lab.ts';
import type { Report } from '#lab/report.ts';
import type { RunRequest } from './message.ts';

/** Runs the checks of labs, one after the other. */
export type LabRunner = Readonly<{
  /** Tries a text in the place of the lab's file. Never rejects for what the text does. */
  run: (lab: Lab, text: string) => Promise<Report>;
  close: () => Promise<void>;
}>;

const longestMs = 15_000;

/**
 * Starts the thread that runs checks.
 *
 * @param timeoutMs - After how long a run is ended. Default is 15 000.
 */
export function createLabRunner(timeoutMs = longestMs): LabRunner {
  let isOver = false;
  let ready: Promise<unknown> = Promise.resolve();
  let worker = startWorker();

  function startWorker(): Worker {
    const execArgv = ['--disable-warning=ExperimentalWarning'];
    const started = new Worker(new URL('./worker.ts', import.meta.url), { execArgv });
    isOver = false;
    // What takes long to load is not counted. A thread that cannot start says so when it is asked to run something.
    ready = once(started, 'message').catch(() => undefined);
    // Whoever waits for a run hears of it as well. Between runs, the next one begins in a new thread.
    started.on('error', () => (isOver = true));
    return started;
  }

  async function run(lab: Lab, text: string): Promise<Report> {
    const current = isOver ? (worker = startWorker()) : worker;
    await ready;
    const began = performance.now();
    const ending = new AbortController();
    const signal = AbortSignal.any([ending.signal, AbortSignal.timeout(timeoutMs)]);
    current.postMessage({ folder: folderName(lab), number: lab.number, file: lab.file, text } satisfies RunRequest);
    try {
      const [report] = (await once(current, 'message', { signal })) as [Report];
      return report;
    } catch (error) {
      worker = startWorker();
      await current.terminate();
      return brokenRun(lab, error, performance.now() - began);
    } finally {
      ending.abort();
    }
  }

  return { run, close: async () => void (await worker.terminate()) };
}

function brokenRun(lab: Lab, error: unknown, ms: number): Report {
  const isLate = error instanceof Error && error.name === 'AbortError';
  const step = {
    title: 'Your code comes to an end',
    isRight: false,
    saw: isLate
      ? 'After many seconds the check was still waiting, and gave up.'
      : `The program ended with an error that nothing caught: ${error instanceof Error ? error.message : String(error)}`,
    rule: 'A promise that nobody awaits, or a loop without an end, stops everything.',
    next: 'Look for a missing "await", a missing "return", or a loop that cannot stop.',
  };
  return { lab: lab.number, isDone: false, steps: [step], requests: [], ms: Math.round(ms) };
}
