/**
 * IDs, each with a number, in 12 bytes a slot: a map of the texts themselves would take ten times as much. They are known by
 * 64 bits of a salted hash: among a million of them, two are taken for the same with a probability of 3 in 100 million.
 */
import type { IdHash } from './id-hash.ts';

/** Which number an ID is noted with in a copy; undefined leaves it out. */
type Renumber = (number: number) => number | undefined;

/** Words of a slot: both halves of the hash, and the number plus 1, so that 0 is an empty slot. */
const WORDS = 3;
const FIRST_SLOTS = 64;
const FULLEST = 0.7;
/** What one table holds before it becomes many: to double a larger one would keep everybody waiting. */
const MAX_ALONE = 5000;
/** As many tables as 8 bits tell apart. */
const TABLES = 256;

/** A hash table whose places are doubled when it gets full. */
class Table {
  size = 0;
  /** Signed, for the engine computes with such numbers faster. */
  private slots = new Int32Array(FIRST_SLOTS * WORDS);

  get bytes(): number {
    return this.slots.byteLength;
  }

  /** The number noted with a hash, plus 1; 0 for none. */
  get(low: number, high: number): number {
    return (this.slots[wordOf(this.slots, low, high) + 2] ?? 0) >>> 0;
  }

  /** Whether the hash is new to it. */
  put(low: number, high: number, noted: number): boolean {
    const { slots } = this;
    const word = wordOf(slots, low, high);
    const isNew = slots[word + 2] === 0;
    slots[word] = low;
    slots[word + 1] = high;
    slots[word + 2] = noted;
    if (isNew) this.size++;
    if (this.size > (slots.length / WORDS) * FULLEST) this.grow();
    return isNew;
  }

  copyTo(other: SeenIds, as: Renumber): void {
    const { slots } = this;
    for (let word = 0; word < slots.length; word += WORDS) {
      const noted = (slots[word + 2] ?? 0) >>> 0;
      const number = noted === 0 ? undefined : as(noted - 1);
      if (number !== undefined) other.set(slots[word] ?? 0, slots[word + 1] ?? 0, number);
    }
  }

  private grow(): void {
    const { slots } = this;
    const larger = new Int32Array(slots.length * 2);
    for (let from = 0; from < slots.length; from += WORDS) {
      if (slots[from + 2] === 0) continue;
      const word = wordOf(larger, slots[from] ?? 0, slots[from + 1] ?? 0);
      larger[word] = slots[from] ?? 0;
      larger[word + 1] = slots[from + 1] ?? 0;
      larger[word + 2] = slots[from + 2] ?? 0;
    }
    this.slots = larger;
  }
}

/** The word at which the slot of a hash begins, or the empty slot where it would be; there are 2^n slots. */
function wordOf(slots: Int32Array, low: number, high: number): number {
  const end = slots.length;
  for (let word = (low & (end / WORDS - 1)) * WORDS; ; word = word + WORDS === end ? 0 : word + WORDS) {
    if (slots[word + 2] === 0 || (slots[word] === low && slots[word + 1] === high)) return word;
  }
}

/** A set of hashes, which is empty at first. */
export class SeenIds {
  size = 0;
  private tables: readonly Table[] = [new Table()];

  /** The number noted with the ID of a hash. */
  get({ low, high }: IdHash): number | undefined {
    const noted = this.tableOf(high).get(low, high);
    return noted === 0 ? undefined : noted - 1;
  }

  /** Notes the ID of a hash with a number from 0 to 2^32 - 2, in place of an earlier one. */
  set(low: number, high: number, number: number): void {
    if (this.tableOf(high).put(low, high, number + 1)) this.size++;
    if (this.size > MAX_ALONE && this.tables.length === 1) this.split();
  }

  /** Notes everything of this one in another whose hashes have the same salt. */
  copyTo(other: SeenIds, as: Renumber): void {
    for (const table of this.tables) table.copyTo(other, as);
  }

  /** What is noted, in parts that are copied in less than a millisecond each. */
  parts(): readonly Pick<SeenIds, 'copyTo'>[] {
    return this.tables;
  }

  get bytes(): number {
    return this.tables.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  private tableOf(high: number): Table {
    const [alone] = this.tables;
    if (alone === undefined || this.tables.length > 1) return this.tables[high >>> 24] ?? new Table();
    return alone;
  }

  private split(): void {
    const [alone] = this.tables;
    this.tables = Array.from({ length: TABLES }, () => new Table());
    this.size = 0;
    alone?.copyTo(this, (number) => number);
  }
}
