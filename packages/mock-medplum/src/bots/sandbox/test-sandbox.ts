import type { BotSandbox } from '#tenant/bot-sandbox.ts';
import type { SandboxWork } from '#tenant/bot-sandbox.ts';
import { createBotSandbox } from './bot-sandbox.ts';
import type { SandboxLimits } from './sandbox-limits.ts';

/** A sandbox for one test, which ends it; `run` needs no more than the code of a handler. */
export type TestSandbox = AsyncDisposable &
  Readonly<{ sandbox: BotSandbox; run: (handler: string, changes?: Partial<SandboxWork>) => Promise<unknown> }>;

/** Makes a sandbox whose Bots have no mock to reach. */
export function createTestSandbox(limits: Partial<SandboxLimits> = {}): TestSandbox {
  const sandbox = createBotSandbox(limits);
  const baseUrl = 'http://127.0.0.1:1/';
  const order = { connection: { baseUrl, accessToken: 'token' }, event: { input: {}, secrets: {} } };
  return {
    sandbox,
    run: (handler, changes) =>
      sandbox.run({
        code: `exports.handler = ${handler};`,
        timeoutSeconds: 10,
        tenant: { baseUrl, loopbackUrl: baseUrl },
        order,
        log: () => undefined,
        ...changes,
      }),
    [Symbol.asyncDispose]: sandbox.close,
  };
}
