/** One figure: what was measured, how much, and what we aim at. */
export type Figure = Readonly<{ what: string; value: string; goal: string }>;

/** The middle of an odd number of values. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
