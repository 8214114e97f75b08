import { createContext, Script } from 'node:vm';
import { tooCostly } from './work.ts';

const maxMs = 500;

/** Node can stop only what a Script runs, regular expressions included. */
const script = new Script('work()');
const globals: { work?: (() => unknown) | undefined } = createContext({});

/**
 * Runs work that may never end, such as the evaluation of a FHIRPath from outside.
 *
 * @throws OperationOutcomeError 400 `too-costly` when it takes more than half a second.
 */
export function withinTime<T>(work: () => T): T {
  globals.work = work;
  try {
    return script.runInContext(globals, { timeout: maxMs }) as T;
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
      ? tooCostly('The FHIRPath takes too long')
      : error;
  } finally {
    globals.work = undefined;
  }
}
