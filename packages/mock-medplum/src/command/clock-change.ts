import { UsageError } from '#command/usage-error.ts';
import type { ClockChange } from '#control/clock.ts';
import { lifetimeSeconds } from '#token/lifetime.ts';

/**
 * Reads the argument of `clock`: `freeze`, `resume`, `+1h`, `-30s` or a time.
 *
 * @throws UsageError
 */
export function readClockChange(argument: string): ClockChange {
  if (argument === 'freeze' || argument === 'resume') {
    return { frozen: argument === 'freeze' };
  }
  const [, sign, lifetime] = /^([+-])(\d+[smhdwy])$/.exec(argument) ?? [];
  if (lifetime) {
    return { moveSeconds: (sign === '-' ? -1 : 1) * lifetimeSeconds(lifetime, 0) };
  }
  const time = new Date(argument);
  if (Number.isNaN(time.getTime())) {
    throw new UsageError(`clock ${argument} is neither freeze, resume, a step such as +1h, nor a time.`);
  }
  return { set: time.toISOString() };
}
