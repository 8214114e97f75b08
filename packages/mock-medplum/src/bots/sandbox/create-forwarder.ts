import type { TenantAddress } from '#tenant/bot-sandbox.ts';
import { forwardFetch } from './forward-fetch.ts';
import { createPlaces } from './places.ts';
import type { SandboxLimits } from './sandbox-limits.ts';
import type { FetchMessage } from './sandbox-message.ts';
import type { SandboxProcess } from './spawn-sandbox.ts';

type ForwarderOptions = Readonly<{
  child: SandboxProcess;
  tenant: TenantAddress;
  limits: SandboxLimits;
  /** Aborts open requests when the Bot has ended. */
  signal: AbortSignal;
}>;

/** Forwards the requests of one Bot: a few at once, the next when the Bot has read an answer. */
export function createForwarder({ child, tenant, limits, signal }: ForwarderOptions): (message: FetchMessage) => void {
  const places = createPlaces({ places: limits.requestsAtOnce, waiting: limits.messages });

  async function forward(message: FetchMessage): Promise<void> {
    const giveBack = await places.take();
    if (!signal.aborted) {
      const answer = await forwardFetch(message, { tenant, answerBytes: limits.answerBytes, signal });
      await new Promise<void>((resolve) => child.stdin.write(`${JSON.stringify(answer)}\n`, () => resolve()));
    }
    giveBack();
  }

  return (message) => void forward(message);
}
