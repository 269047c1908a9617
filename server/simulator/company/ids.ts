import { hashText, mix } from './hash.ts';

/**
 * Scrambled record IDs: 24 characters of `[A-Za-z0-9_-]` that hold the record's number, so that no map from ID to record
 * is kept. Their lexical order says nothing about the numeric order that the API sorts by.
 */
export interface IdScheme {
  /** ID of record `number` (0 to 2^32-1). */
  readonly encode: (number: number) => string;
  /** Number of an ID of this scheme, or undefined for any other text. */
  readonly decode: (id: string) => number | undefined;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const codes = Uint8Array.from(alphabet, (character) => character.charCodeAt(0));

function scramble(number: number): number {
  let x = number >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return (x ^ (x >>> 16)) >>> 0;
}

function unscramble(scrambled: number): number {
  let x = scrambled >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x43021123);
  x = Math.imul(x ^ (x >>> 15) ^ (x >>> 30), 0x1d69e2a5);
  return (x ^ (x >>> 16)) >>> 0;
}

/** The ID scheme of one kind of record; other kinds and other seeds have other IDs for the same number. */
export function idScheme(seed: number, kind: string): IdScheme {
  const key = mix(mix(seed, 0x1d), hashText(kind));
  const code = (word: number, shift: number): number => codes[(word >>> shift) & 63] ?? 0;

  const encode = (number: number): string => {
    const x = scramble((number ^ key) >>> 0);
    const a = mix(key, x);
    const b = mix(a, x);
    const c = mix(b, x);
    const d = mix(c, a);
    // x fills characters 6 to 11 (its top 2 bits share one with d); the others only make the ID long and checkable.
    return String.fromCharCode(
      code(a, 0),
      code(a, 6),
      code(a, 12),
      code(a, 18),
      code(a, 24),
      code(d, 0),
      code(x, 0),
      code(x, 6),
      code(x, 12),
      code(x, 18),
      code(x, 24),
      code((x >>> 30) | ((d & 15) << 2), 0),
      code(b, 0),
      code(b, 6),
      code(b, 12),
      code(b, 18),
      code(b, 24),
      code(d, 6),
      code(c, 0),
      code(c, 6),
      code(c, 12),
      code(c, 18),
      code(c, 24),
      code(d, 12),
    );
  };

  const decode = (id: string): number | undefined => {
    if (id.length !== 24) return undefined;
    let x = 0;
    for (let i = 5; i >= 0; i--) {
      const value = alphabet.indexOf(id.charAt(6 + i));
      if (value < 0) return undefined;
      x = i === 5 ? value & 3 : ((x << 6) | value) >>> 0;
    }
    const number = (unscramble(x) ^ key) >>> 0;
    return encode(number) === id ? number : undefined;
  };

  return { encode, decode };
}
