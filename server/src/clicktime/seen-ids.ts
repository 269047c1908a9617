/** IDs, each with a number, in 12 bytes a slot: a map of the texts themselves would take ten times as much. */
export interface SeenIds {
  /** The number noted with an ID. */
  get(id: string): number | undefined;
  /** Notes an ID with a number from 0 to 2^32 - 2, in place of an earlier one. */
  set(id: string, number: number): void;
  /** Notes everything of this one in another with the same salt, with the number `as` gives; undefined leaves it out. */
  copyTo(other: SeenIds, as: (number: number) => number | undefined): void;
  /** As `set`, by the two halves of the hash. */
  setHash(low: number, high: number, number: number): void;
  /** How many IDs were noted. */
  readonly size: number;
  readonly bytes: number;
}

const FIRST_SLOTS = 64;
/** Words of a slot: both halves of the hash, and the number plus 1, so that 0 is an empty slot. */
const WORDS = 3;
const FULLEST = 0.7;

/**
 * An empty set. IDs are known by 64 bits of a salted hash: among a million of them, two are taken for the same with a
 * probability of 3 in 100 million.
 */
export function createSeenIds(salt: number): SeenIds {
  let mask = FIRST_SLOTS - 1;
  let slots = new Uint32Array(FIRST_SLOTS * WORDS);
  let size = 0;

  /** The word at which the slot of a hash begins, or the empty slot where it would be. */
  function slotOf(low: number, high: number): number {
    for (let slot = low & mask; ; slot = (slot + 1) & mask) {
      const word = slot * WORDS;
      if (slots[word + 2] === 0 || (slots[word] === low && slots[word + 1] === high)) return word;
    }
  }

  function setHash(low: number, high: number, number: number): void {
    const word = slotOf(low, high);
    if (slots[word + 2] === 0) size++;
    slots[word] = low;
    slots[word + 1] = high;
    slots[word + 2] = number + 1;
    if (size > (mask + 1) * FULLEST) grow();
  }

  function grow(): void {
    const full = slots;
    mask = mask * 2 + 1;
    slots = new Uint32Array((mask + 1) * WORDS);
    for (let word = 0; word < full.length; word += WORDS) {
      const number = full[word + 2] ?? 0;
      if (number === 0) continue;
      const [low = 0, high = 0] = [full[word], full[word + 1]];
      slots.set([low, high, number], slotOf(low, high));
    }
  }

  return {
    get(id) {
      const number = slots[slotOf(hash(id, salt), hash(id, ~salt)) + 2] ?? 0;
      return number === 0 ? undefined : number - 1;
    },
    set: (id, number) => setHash(hash(id, salt), hash(id, ~salt), number),
    setHash,
    copyTo(other, as) {
      for (let word = 0; word < slots.length; word += WORDS) {
        const noted = slots[word + 2] ?? 0;
        const number = noted === 0 ? undefined : as(noted - 1);
        if (number !== undefined) other.setHash(slots[word] ?? 0, slots[word + 1] ?? 0, number);
      }
    },
    get size() {
      return size;
    },
    get bytes() {
      return slots.byteLength;
    },
  };
}

/** 32 bits of a text, well spread (MurmurHash3's mixing). */
export function hash(text: string, salt: number): number {
  let mixed = salt | 0;
  for (let index = 0; index < text.length; index++) {
    mixed = Math.imul(mixed ^ text.charCodeAt(index), 0xcc9e2d51);
    mixed = (mixed << 13) | (mixed >>> 19);
    mixed = (Math.imul(mixed, 5) + 0xe6546b64) | 0;
  }
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
