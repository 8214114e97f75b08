import { badRequestError } from '#fhir/fhir-errors.ts';

import { createPlaces } from './places.ts';
import { runInSandbox, type SandboxWork } from './run-in-sandbox.ts';
import { SANDBOX_LIMITS, type SandboxLimits } from './sandbox-limits.ts';

/** Where the deployed code of one server's Bots runs. A server that has none runs no deployed code. */
export type BotSandbox = Readonly<{
  /**
   * Runs code in a process of its own and returns what the Bot returned.
   *
   * @throws OperationOutcomeError with what the Bot threw, 400 when it broke a limit, 429 when too many wait.
   */
  run: (work: SandboxWork) => Promise<unknown>;
  /** Ends all processes, and refuses what waits. */
  close: () => Promise<void>;
}>;

/** Makes a sandbox. It starts no process before code runs. */
export function createBotSandbox(changes: Partial<SandboxLimits> = {}): BotSandbox {
  const limits = { ...SANDBOX_LIMITS, ...changes };
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
