/** Numbers what comes, from 0 on: equal keys have the same number. */
export class Numbering<Key extends string | number> {
  private readonly numbers = new Map<Key, number>();

  /** How many there are. */
  get size(): number {
    return this.numbers.size;
  }

  of(key: Key): number {
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    const number = this.numbers.size;
    this.numbers.set(key, number);
    return number;
  }
}
