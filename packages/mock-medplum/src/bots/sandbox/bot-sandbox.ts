import { badRequestError } from '#http/fhir-errors.ts';
import type { BotSandbox, SandboxWork } from '#tenant/bot-sandbox.ts';
import { createPlaces } from './places.ts';
import { runInSandbox } from './run-in-sandbox.ts';
import { sandboxLimits, type SandboxLimits } from './sandbox-limits.ts';

/** Makes a sandbox. It starts no process before code runs. */
export function createBotSandbox(changes: Partial<SandboxLimits> = {}): BotSandbox {
  const limits = { ...sandboxLimits, ...changes };
  const places = createPlaces(limits);
  const stop = new AbortController();
  const running = new Set<Promise<unknown>>();

  async function runAtPlace(work: SandboxWork): Promise<unknown> {
    const giveBack = await places.take();
    try {
      const timeoutSeconds = Math.min(work.timeoutSeconds, limits.maxTimeoutSeconds);
      return await runInSandbox({ ...work, timeoutSeconds }, limits, stop.signal);
    } finally {
      giveBack();
    }
  }

  return {
    run: async (work) => {
      const run = runAtPlace(work);
      const settled = run.catch(() => undefined);
      running.add(settled);
      await settled;
      running.delete(settled);
      return run;
    },
    close: async () => {
      stop.abort(badRequestError('mock-medplum was closed'));
      await Promise.all(running);
    },
  };
}
