import { setTimeout as pause } from 'node:timers/promises';

const pollMs = 50;
const timeoutMs = 60_000;

type Readiness = Readonly<{
  name: string;
  url: string;
  /** Tells whether the answer is the app's own: another program may sit on the port. */
  isOwn: (response: Response) => Promise<boolean>;
  /** Resolves with a reason when the app will never be ready. */
  ended: Promise<string>;
}>;

/**
 * Waits until an app answers for itself.
 *
 * @throws Error when it ends first, when another program answers, or after a minute.
 */
export async function waitUntilReady({ name, url, isOwn, ended }: Readiness): Promise<void> {
  let reason: string | undefined;
  void ended.then((line) => (reason = line));
  for (const begin = Date.now(); Date.now() - begin < timeoutMs; await pause(pollMs)) {
    if (reason) {
      throw new Error(reason);
    }
    const response = await fetch(url, { signal: AbortSignal.timeout(5000) }).catch(() => undefined);
    if (response?.ok) {
      if (await isOwn(response)) {
        return;
      }
      throw new Error(`Another program answers at ${url} in place of ${name}.`);
    }
  }
  throw new Error(`${name} gave no answer at ${url} within ${timeoutMs / 1000} s.`);
}
