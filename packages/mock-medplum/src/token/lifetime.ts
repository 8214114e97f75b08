const secondsByUnit: Readonly<Record<string, number>> = {
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
  w: 604_800,
  y: 31_557_600,
};

/** Lifetimes in seconds of the tokens of a client that sets none of its own. */
export const defaultLifetimeSeconds = { access: 3600, id: 3600, refresh: 1_209_600 } as const;

/**
 * Reads `ClientApplication.accessTokenLifetime` or `refreshTokenLifetime`, for example `30s`, `2h` or `1w`.
 *
 * @returns The lifetime in seconds, or `fallbackSeconds` when there is none or it is not of that form.
 */
export function lifetimeSeconds(lifetime: string | undefined, fallbackSeconds: number): number {
  const [, count, unit] = /^(\d+)([smhdwy])$/.exec(lifetime ?? '') ?? [];
  return count && unit ? Number(count) * (secondsByUnit[unit] ?? 1) : fallbackSeconds;
}
