/** Deterministic pseudo-randomness: everything the made-up company is follows from the seed through these functions. */

/** Mixes two 32-bit integers into one well-spread unsigned 32-bit integer. */
export function mix(a: number, b: number): number {
  let h = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^ b;
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d);
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Hash of a text (FNV-1a), for naming a stream of numbers. */
export function hashText(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

/** The item that a hash points at; the list must not be empty. */
export function choose<T>(items: readonly T[], hash: number): T {
  return at(items, hash % items.length);
}

/** The item at an index that is known to exist. */
export function at<T>(items: ArrayLike<T>, index: number): T {
  const item = items[index];
  if (item === undefined) throw new RangeError(`No item at ${index}; there are ${items.length}.`);
  return item;
}

/** A stream of hashes for one record: `draw(salt)` is independent for each salt. */
export type Draw = (salt: number) => number;

/** Hashes for one record of one stream, e.g. `drawer(seed, 'Users', 17)`. */
export function drawer(seed: number, stream: string, index: number): Draw {
  const key = mix(mix(seed, hashText(stream)), index);
  return (salt) => mix(key, salt);
}

/** True for about `percent` of all hashes. */
export function chance(hash: number, percent: number): boolean {
  return hash % 1000 < percent * 10;
}
