import { GrowingBytes } from '../../../util/growing-bytes.ts';
import { BACKSLASH, QUOTE } from './json-ends.ts';

const FIRST_BYTES = 1024;
/** Of what is made for one value: a longer one would not fit in a row, and its room would be kept. */
const MOST_BYTES = 0xffff;

/** Where the JSON of a record's values stands: in its own bytes, or made here where it does not stand there. */
export class FoundValues {
  /** Of each value, where it begins and ends; both 0 where it is null. What is made begins at `~begin` of `made`. */
  readonly spans: Int32Array;
  private readonly room = new GrowingBytes(FIRST_BYTES);
  private length = 0;

  constructor(values: number) {
    this.spans = new Int32Array(values * 2);
  }

  get made(): DataView {
    return this.room.view;
  }

  /** For the next record: all are null. */
  clear(): void {
    this.spans.fill(0);
    this.length = 0;
  }

  note(value: number, begin: number, end: number): void {
    this.spans[value * 2] = begin;
    this.spans[value * 2 + 1] = end;
  }

  /** Makes JSON; false where it is too long. */
  make(value: number, json: string): boolean {
    if (json.length > MOST_BYTES) return false;
    this.room.grow(this.length, json.length * 3);
    this.noteMade(value, this.length + this.room.bytes.write(json, this.length));
    return true;
  }

  /** Makes the JSON that stands between two places of some bytes a text; false where it is too long. */
  makeQuoted(value: number, source: Uint8Array, begin: number, end: number): boolean {
    if (end - begin > MOST_BYTES) return false;
    this.room.grow(this.length, (end - begin) * 2 + 2);
    const { bytes } = this.room;
    let at = this.length;
    bytes[at++] = QUOTE;
    for (let from = begin; from < end; from++) {
      const byte = source[from] ?? 0;
      if (byte === QUOTE || byte === BACKSLASH) bytes[at++] = BACKSLASH;
      bytes[at++] = byte;
    }
    bytes[at++] = QUOTE;
    this.noteMade(value, at);
    return true;
  }

  private noteMade(value: number, end: number): void {
    this.note(value, ~this.length, end);
    this.length = end;
  }
}
