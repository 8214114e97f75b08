import { createContext, Script } from 'node:vm';
import { tooCostly } from './work.ts';

const maxMs = 500;

/** Only what a Script runs can be stopped by Node, the evaluation of a regular expression too. */
const script = new Script('work()');
const globals: { work?: (() => unknown) | undefined } = createContext({});

/**
 * Does work that cannot be told to come to an end, such as the evaluation of FHIRPath from outside.
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
