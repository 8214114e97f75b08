/** How many letters may differ before two names are not a misspelling of each other. */
const closeEnough = 2;

/** Finds the name that was probably meant to be `wanted`: the same letters, or at most two letters off. */
export function findMisspelling(wanted: string, names: readonly string[]): string | undefined {
  return names.find((name) => bare(name) === bare(wanted) || editDistance(name, wanted) <= closeEnough);
}

function bare(name: string): string {
  return name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');
}

function editDistance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [row, letter] of [...from].entries()) {
    const current = [row + 1];
    for (const [column, other] of [...to].entries()) {
      const substituted = (previous[column] ?? 0) + (letter === other ? 0 : 1);
      current.push(Math.min(substituted, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    previous = current;
  }
  return previous.at(-1) ?? 0;
}
