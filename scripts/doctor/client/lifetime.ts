import { fault, ok, type Finding } from '#doctor/finding.ts';

/**
 * Whether a fresh token is fresh for the app: one that lives shorter than the grace is due at once, and then the SDK asks
 * for a token before every request, the one for a token too.
 *
 * @param actual - How long the server's access tokens live, in seconds.
 * @param grace - How long before the end a token is renewed, in seconds, and the variable that says so.
 */
export function lifetime(actual: number, grace: Readonly<{ seconds: number; variable: string }>): Finding {
  const { seconds, variable } = grace;
  return actual > seconds
    ? ok('lifetime', `Access tokens live ${actual} s, and are renewed ${seconds} s before their end`)
    : fault(
        'lifetime',
        `Access tokens live ${actual} s, and are renewed ${seconds} s before their end: each is due at once, without end.`,
        `Set ${variable} to less than ${actual}, or the ClientApplication's accessTokenLifetime to more than ${seconds} s.`,
      );
}

const secondsOf: Readonly<Record<string, number>> = {
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
  w: 604_800,
  y: 31_557_600,
};
const medplumsDefault = 3600;

/** Reads `ClientApplication.accessTokenLifetime`, such as `30m`, in seconds. */
export function lifetimeSeconds(text: string | undefined): number {
  const [, number, unit] = /^(\d+)([smhdwy])$/.exec(text ?? '') ?? [];
  return number && unit ? Number(number) * (secondsOf[unit] ?? 1) : medplumsDefault;
}
