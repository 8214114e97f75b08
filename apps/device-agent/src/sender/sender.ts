import { MedplumError } from '#medplum/error.ts';
import { attemptMessages, type AttemptOptions } from './attempt-messages.ts';
import { backoffMs } from './backoff.ts';

export type SenderState =
  | Readonly<{ phase: 'sending' }>
  | Readonly<{ phase: 'waiting'; problem: string; untilMs: number }>
  | Readonly<{ phase: 'stopped'; problem: string }>;

export type Sender = Readonly<{
  /** Runs until `stop`, or until Medplum refuses the credentials; never rejects. It can be called again then. */
  run: () => Promise<void>;
  /** Says that a message has come. */
  wake: () => void;
  /** Lets the attempt at hand finish, then ends `run`. */
  stop: () => void;
  state: () => SenderState;
}>;

/** `wait` returns after so many milliseconds, or early when the signal fires. */
export type SenderOptions = AttemptOptions & Readonly<{ wait: (ms: number, signal: AbortSignal) => Promise<void> }>;

/** A command of another process may have put a parked message back. */
const idleMs = 5000;
const batchSize = 50;

/** Sends the queue to Medplum, oldest messages first, up to 50 of different patients at a time. */
export function createSender(options: SenderOptions): Sender {
  const { queue, now, wait } = options;
  const stopping = new AbortController();
  let alarm = new AbortController();
  let state: SenderState = { phase: 'sending' };
  let failures = 0;

  async function step(): Promise<void> {
    alarm = new AbortController();
    const messages = queue.take(batchSize);
    if (messages.length > 0) {
      try {
        await attemptMessages(messages, options);
      } finally {
        queue.giveBack(messages.map(({ id }) => id));
      }
      [state, failures] = [{ phase: 'sending' }, 0];
    } else {
      const dueInMs = (queue.nextDueAt() ?? Infinity) - now();
      await wait(Math.min(idleMs, Math.max(0, dueInMs)), AbortSignal.any([alarm.signal, stopping.signal]));
    }
  }

  async function run(): Promise<void> {
    [state, failures] = [{ phase: 'sending' }, 0];
    while (!stopping.signal.aborted && state.phase !== 'stopped') {
      try {
        await step();
      } catch (error) {
        state = nextState(error, failures, options);
        failures += 1;
        await (state.phase === 'waiting' ? wait(state.untilMs - now(), stopping.signal) : undefined);
      }
    }
  }

  return { run, wake: () => alarm.abort(), stop: () => stopping.abort(), state: () => state };
}

/** An outage is waited out; a refused key is not, since every further attempt would be refused as well. */
function nextState(error: unknown, failures: number, { log, now, random }: SenderOptions): SenderState {
  const problem = error instanceof Error ? error.message : 'unknown error';
  if (error instanceof MedplumError && error.code === 'sign_in_refused') {
    log.error('sending stopped: Medplum refuses the credentials; receiving goes on', { problem });
    return { phase: 'stopped', problem };
  }
  const asked = error instanceof MedplumError ? (error.retryAfterMs ?? 0) : 0;
  const delayMs = asked + backoffMs(failures, { random });
  log.warn('sending waits', { problem, seconds: Math.ceil(delayMs / 1000) });
  return { phase: 'waiting', problem, untilMs: now() + delayMs };
}
