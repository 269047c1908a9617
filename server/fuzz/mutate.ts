/** Small changes to texts: what a hand slips on, what a cut loses, and what an attacker tries. */
import type { Random } from './random.ts';
import { tokens } from './tokens.ts';

/** Changes the text in one to four places; `others` are texts that parts of may be taken from. */
export function mutate(text: string, others: readonly string[], random: Random): string {
  let result = text;
  for (let changes = 1 + random.upTo(4); changes > 0; changes -= 1) result = random.pick(ways)(result, others, random);
  return result;
}

type Change = (text: string, others: readonly string[], random: Random) => string;

const place = (text: string, random: Random): number => random.upTo(text.length + 1);

const ways: readonly Change[] = [
  // A token put in, and put in place of a character.
  (text, _, random) => spliced(text, place(text, random), 0, random.pick(tokens)),
  (text, _, random) => spliced(text, place(text, random), 1, random.pick(tokens)),
  // Any printable character, or any byte percent-encoded.
  (text, _, random) => spliced(text, place(text, random), 1, String.fromCharCode(33 + random.upTo(94))),
  (text, _, random) => spliced(text, place(text, random), 0, `%${random.upTo(256).toString(16).padStart(2, '0')}`),
  // Something left out, doubled, repeated, cut off.
  (text, _, random) => spliced(text, place(text, random), 1 + random.upTo(8), ''),
  (text, _, random) => {
    const [start, length] = [place(text, random), 1 + random.upTo(20)];
    return spliced(text, start, 0, text.slice(start, start + length));
  },
  (text, _, random) => {
    const [start, length] = [place(text, random), 1 + random.upTo(3)];
    return spliced(text, start, 0, text.slice(start, start + length).repeat(random.pick([10, 100, 2000])));
  },
  (text, _, random) => text.slice(0, place(text, random)),
  // The end of another text.
  (text, others, random) => {
    const other = random.pick(others);
    return text.slice(0, place(text, random)) + other.slice(place(other, random));
  },
  // Letters in the other case.
  (text, _, random) => {
    const start = place(text, random);
    return spliced(text, start, 1, text.slice(start, start + 1).toUpperCase());
  },
];

const spliced = (text: string, start: number, removed: number, added: string): string =>
  text.slice(0, start) + added + text.slice(start + removed);
