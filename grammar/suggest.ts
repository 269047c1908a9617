/**
 * Candidates that are within so many slips of a misspelt word, the closest first; of equally close ones, those with its
 * first letter.
 */
export function nearest(word: string, candidates: Iterable<string>, slips: number): readonly string[] {
  const wanted = word.toLowerCase();
  return [...candidates]
    .filter((candidate) => Math.abs(candidate.length - wanted.length) <= slips)
    .map((candidate) => ({
      candidate,
      distance: editDistance(wanted, candidate.toLowerCase()),
      otherBeginning: candidate[0] === word[0] ? 0 : 1,
    }))
    .filter(({ distance }) => distance <= slips)
    .toSorted((a, b) => a.distance - b.distance || a.otherBeginning - b.otherBeginning)
    .map(({ candidate }) => candidate);
}

/** The candidate closest to a misspelt word: at most two slips, and at most one in a short word. */
export const closest = (word: string, candidates: Iterable<string>): string | undefined =>
  nearest(word, candidates, word.length <= 4 ? 1 : 2)[0];

/** How many insertions, deletions, replacements and swaps of neighbours turn one word into the other. */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = at(last, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped =
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(beforeLast, j - 2) + 1 : Infinity;
      row.push(Math.min(at(last, j) + 1, at(row, j - 1) + 1, replaced, swapped));
    }
    beforeLast = last;
    last = row;
  }
  return at(last, b.length);
}

const at = (row: readonly number[], index: number): number => row[index] ?? Infinity;
