import { nearest } from '../../../grammar/index.ts';

/** Names beyond this are nobody's slip of the pen, and comparing them takes time by the square of their length. */
const LONGEST = 100;

/**
 * The candidates closest to a misspelt name, best first, at most three; none where nothing is close, and never the name
 * itself. Where only the letter case is wrong, there is nothing else to suggest.
 */
export function suggestions(name: string, candidates: Iterable<string>): readonly string[] {
  if (name.length > LONGEST) return [];
  const others = [...candidates].filter((candidate) => candidate !== name).toSorted();
  const near = nearest(name, others, Math.max(1, Math.floor(name.length * 0.4)));
  const sameLetters = near.filter((candidate) => candidate.toLowerCase() === name.toLowerCase());
  return sameLetters.length > 0 ? sameLetters : near.slice(0, 3);
}

/** ` Did you mean 'a' or 'b'?` for the end of a message, or nothing. */
export function didYouMean(name: string, candidates: Iterable<string>): string {
  const found = suggestions(name, candidates).map((candidate) => `'${candidate}'`);
  return found.length === 0 ? '' : ` Did you mean ${found.join(' or ')}?`;
}
