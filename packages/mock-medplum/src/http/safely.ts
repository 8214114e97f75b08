import type { Log } from '#tenant/log.ts';

/**
 * Makes a listener that does not throw: nobody catches what a listener of a stream, a socket or a timer throws, so that
 * it would end the process. The fault is logged instead.
 */
export function safely<A extends readonly unknown[]>(log: Log, listener: (...args: A) => void): (...args: A) => void {
  return (...args) => {
    try {
      listener(...args);
    } catch (error) {
      log({ event: 'fault', error: error instanceof Error ? error.stack : String(error) });
    }
  };
}
