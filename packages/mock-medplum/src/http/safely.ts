import type { Log } from '#tenant/log.ts';

/**
 * Makes a listener that logs errors instead of throwing them: an error of a listener of a stream, a socket or a timer
 * would end the process.
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
