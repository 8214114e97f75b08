/** What a piece of work took: by the clock, and of another process's CPU. */
export type Spent<Result> = Readonly<{ result: Result; ms: number; microseconds: number }>;

export async function spent<Result>(cpu: () => Promise<number>, work: () => Promise<Result>): Promise<Spent<Result>> {
  const [before, startedAt] = [await cpu(), performance.now()];
  const result = await work();
  return { result, ms: performance.now() - startedAt, microseconds: (await cpu()) - before };
}
