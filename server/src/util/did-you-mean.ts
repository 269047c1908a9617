import { editDistance } from '../../../grammar/index.ts';

/** Names beyond this are nobody's slip of the pen, and comparing them takes time by the square of their length. */
const LONGEST = 100;

/**
 * The candidates closest to a misspelt name, best first, at most three; none where nothing is close, and never the name
 * itself. Where only the letter case is wrong, there is nothing else to suggest.
 */
export function suggestions(name: string, candidates: Iterable<string>): readonly string[] {
  if (name.length > LONGEST) return [];
  const wanted = name.toLowerCase();
  const threshold = Math.max(1, Math.floor(wanted.length * 0.4));
  const scored: { readonly candidate: string; readonly distance: number }[] = [];
  for (const candidate of candidates) {
    if (candidate === name || Math.abs(candidate.length - wanted.length) > threshold) continue;
    const distance = editDistance(wanted, candidate.toLowerCase());
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
