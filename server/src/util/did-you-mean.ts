/**
 * The candidates closest to a misspelt name, best first, at most three; none where nothing is close. Where only the
 * letter case is wrong, there is nothing else to suggest.
 */
export function suggestions(name: string, candidates: Iterable<string>): readonly string[] {
  const wanted = name.toLowerCase();
  const threshold = Math.max(1, Math.floor(wanted.length * 0.4));
  const scored: { readonly candidate: string; readonly distance: number }[] = [];
  for (const candidate of candidates) {
    const distance = editDistance(wanted, candidate.toLowerCase(), threshold);
    if (distance <= threshold) scored.push({ candidate, distance });
  }
  scored.sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1));
  const sameLetters = scored.filter(({ distance }) => distance === 0);
  const best = sameLetters.length > 0 ? sameLetters : scored.slice(0, 3);
  return best.map(({ candidate }) => candidate);
}

/** ` Did you mean 'a' or 'b'?` for the end of a message, or nothing. */
export function didYouMean(name: string, candidates: Iterable<string>): string {
  const found = suggestions(name, candidates).map((candidate) => `'${candidate}'`);
  return found.length === 0 ? '' : ` Did you mean ${found.join(' or ')}?`;
}

/** Levenshtein distance with adjacent swaps, or anything above `limit` once it must exceed it. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min(at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + cost);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) best = Math.min(best, at(beforeLast, j - 2) + 1);
      row.push(best);
    }
    beforeLast = last;
    last = row;
  }
  return at(last, b.length);
}

const at = (row: readonly number[], index: number): number => row[index] ?? Number.POSITIVE_INFINITY;
