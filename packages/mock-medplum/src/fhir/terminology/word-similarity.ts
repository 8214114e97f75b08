/**
 * Tells how alike a text and the words of a filter are, from 0 to 1: the part of their groups of three letters that the
 * text shares with those words in a row that it shares most with. PostgreSQL's `strict_word_similarity`.
 */
export function wordSimilarity(text: string, filter: string): number {
  const own = trigrams(wordsOf(text));
  const words = wordsOf(filter);
  let best = 0;
  for (let from = 0; from < words.length; from += 1) {
    for (let to = from + 1; to <= words.length; to += 1) {
      best = Math.max(best, overlap(own, trigrams(words.slice(from, to))));
    }
  }
  return best;
}

function overlap(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const shared = [...one].filter((group) => other.has(group)).length;
  return shared === 0 ? 0 : shared / (one.size + other.size - shared);
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

function trigrams(words: readonly string[]): ReadonlySet<string> {
  return new Set(
    words.flatMap((word) => {
      const padded = `  ${word} `;
      return Array.from({ length: padded.length - 2 }, (_none, at) => padded.slice(at, at + 3));
    }),
  );
}
