/** IDs, each with a number, in 12 bytes a slot: a map of the texts themselves would take ten times as much. */
export interface SeenIds {
  /** The number noted with an ID. */
  get(id: string): number | undefined;
  /** Notes an ID with a number from 0 to 2^32 - 2, in place of an earlier one. */
  set(id: string, number: number): void;
  /** Notes everything of this one in another with the same salt, with the number `as` gives; undefined leaves it out. */
  copyTo: CopyIds;
  /** What is noted, in parts that are copied in less than a millisecond each. */
  parts(): readonly { readonly copyTo: CopyIds }[];
  /** As `set`, by the two halves of the hash. */
  setHash(low: number, high: number, number: number): void;
  /** How many IDs were noted. */
  readonly size: number;
  readonly bytes: number;
}

type CopyIds = (other: SeenIds, as: (number: number) => number | undefined) => void;

const FIRST_SLOTS = 64;
/** Words of a slot: both halves of the hash, and the number plus 1, so that 0 is an empty slot. */
const WORDS = 3;
const FULLEST = 0.7;
/** What one table holds before it becomes many: to double a larger one would keep everybody waiting. */
const MAX_ALONE = 5000;
/** As many tables as 8 bits tell apart. */
const TABLES = 256;

/** A hash table whose places are doubled when it gets full. */
interface Table {
  slots: Uint32Array;
  size: number;
}

/**
 * An empty set. IDs are known by 64 bits of a salted hash: among a million of them, two are taken for the same with a
 * probability of 3 in 100 million.
 */
export function createSeenIds(salt: number): SeenIds {
  let tables = [newTable()];
  let size = 0;

  const tableOf = (high: number): Table => tables[tables.length === 1 ? 0 : high >>> 24] ?? newTable();

  function setHash(low: number, high: number, number: number): void {
    if (put(tableOf(high), low, high, number)) size++;
    if (size > MAX_ALONE && tables.length === 1) split();
  }

  function split(): void {
    const [alone] = tables;
    tables = Array.from({ length: TABLES }, newTable);
    if (alone !== undefined) eachOf(alone, (low, high, number) => put(tableOf(high), low, high, number));
  }

  return {
    get(id) {
      const [low, high] = [hash(id, salt), hash(id, ~salt)];
      const { slots } = tableOf(high);
      const number = slots[wordOf(slots, low, high) + 2] ?? 0;
      return number === 0 ? undefined : number - 1;
    },
    set: (id, number) => setHash(hash(id, salt), hash(id, ~salt), number),
    setHash,
    copyTo(other, as) {
      for (const table of tables) copyTable(table, other, as);
    },
    parts: () => tables.map((table) => ({ copyTo: (other, as) => copyTable(table, other, as) })),
    get size() {
      return size;
    },
    get bytes() {
      return tables.reduce((sum, { slots }) => sum + slots.byteLength, 0);
    },
  };
}

function copyTable(table: Table, other: SeenIds, as: (number: number) => number | undefined): void {
  eachOf(table, (low, high, noted) => {
    const number = as(noted);
    if (number !== undefined) other.setHash(low, high, number);
  });
}

const newTable = (): Table => ({ slots: new Uint32Array(FIRST_SLOTS * WORDS), size: 0 });

/** The word at which the slot of a hash begins, or the empty slot where it would be. */
function wordOf(slots: Uint32Array, low: number, high: number): number {
  const end = slots.length;
  for (let word = (low % (end / WORDS)) * WORDS; ; word = word + WORDS === end ? 0 : word + WORDS) {
    if (slots[word + 2] === 0 || (slots[word] === low && slots[word + 1] === high)) return word;
  }
}

/** Whether the hash is new to the table. */
function put(table: Table, low: number, high: number, number: number): boolean {
  const { slots } = table;
  const word = wordOf(slots, low, high);
  const isNew = slots[word + 2] === 0;
  slots[word] = low;
  slots[word + 1] = high;
  slots[word + 2] = number + 1;
  if (isNew) table.size++;
  if (table.size > (slots.length / WORDS) * FULLEST) grow(table);
  return isNew;
}

function grow(table: Table): void {
  const larger = new Uint32Array(table.slots.length * 2);
  eachOf(table, (low, high, number) => {
    const word = wordOf(larger, low, high);
    larger[word] = low;
    larger[word + 1] = high;
    larger[word + 2] = number + 1;
  });
  table.slots = larger;
}

function eachOf({ slots }: Table, visit: (low: number, high: number, number: number) => void): void {
  for (let word = 0; word < slots.length; word += WORDS) {
    const noted = slots[word + 2] ?? 0;
    if (noted > 0) visit(slots[word] ?? 0, slots[word + 1] ?? 0, noted - 1);
  }
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
