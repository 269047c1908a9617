import type { Row } from '../../../model/values.ts';
import { textRowMaker, type MakeTextRow } from '../../../source/text-row.ts';
import { GrowingBytes } from '../../../util/growing-bytes.ts';
import { MEGABYTE } from '../../../util/megabyte.ts';
import { copyTo, viewOf } from '../../../util/words.ts';
import type { FoundValues } from './found-values.ts';
import { CLOSE_BRACE } from './json-ends.ts';

/** Bytes of a row at most: places in it are told in 16 bits. */
const MAX_ROW_BYTES = 0xffff;
/** Rows of an answer at most: pages have 500, and room is kept for them. */
const MAX_ROWS = 5000;
/** Rows that there is room for at first. */
const FIRST_ROWS = 512;
const NULL = viewOf(Buffer.from('null'));

/** Bytes of room that is kept. */
const MOST_KEPT = MEGABYTE;

/** What is put together, by whomever, from `begin` to `finish`; nothing waits in between, and the room is kept. */
const texts = new GrowingBytes(256 * 1024);
const keys = new GrowingBytes(16 * 1024);

/** Puts rows with the same members together as text. */
export class TextRows {
  private readonly names: readonly string[];
  /** What goes before each value, the first time with the comma before its row. */
  private readonly leads: readonly DataView[];
  private readonly leadBytes: number;
  private readonly makeRow: MakeTextRow;
  private count = 0;
  private length = 0;
  private keyLength = 0;
  private starts = new Uint32Array(FIRST_ROWS);
  private ends: Uint16Array;
  private keyEnds = new Uint32Array(FIRST_ROWS);

  /** The first member is the key: a text of ASCII without escapes. */
  constructor(names: readonly string[]) {
    this.names = names;
    this.leads = names.map((name, index) => viewOf(Buffer.from(`${index === 0 ? ',{' : ','}${JSON.stringify(name)}:`)));
    this.leadBytes = this.leads.reduce((sum, { byteLength }) => sum + byteLength, 0);
    this.ends = new Uint16Array(FIRST_ROWS * names.length);
    this.makeRow = textRowMaker(names);
  }

  /** Forgets what was added and not finished. */
  begin(): void {
    this.count = 0;
    this.length = 0;
    this.keyLength = 0;
    texts.shrink(MOST_KEPT);
    keys.shrink(MOST_KEPT);
  }

  /** Adds the row of these values, which stand in `bytes`; false where it is too long, or one too many. */
  add(bytes: DataView, { spans, made }: FoundValues): boolean {
    const { leads } = this;
    const most = this.mostBytes(spans);
    if (most > MAX_ROW_BYTES || this.count === MAX_ROWS) return false;
    this.makeRoom(most);
    const { ends, length } = this;
    const target = texts.view;
    const start = length + 1;
    let at = length;
    let place = this.count * leads.length;
    for (let member = 0; member < leads.length; member++) {
      const lead = leads[member] ?? NULL;
      const begin = spans[member * 2] ?? 0;
      const end = spans[member * 2 + 1] ?? 0;
      at = copyTo(target, at, lead, 0, lead.byteLength);
      if (end === 0) at = copyTo(target, at, NULL, 0, NULL.byteLength);
      else if (begin < 0) at = copyTo(target, at, made, ~begin, end);
      else at = copyTo(target, at, bytes, begin, end);
      ends[place++] = at - start;
    }
    target.setUint8(at, CLOSE_BRACE);
    this.length = at + 1;
    // Without its quotes.
    this.keyLength = copyTo(keys.view, this.keyLength, bytes, (spans[0] ?? 0) + 1, (spans[1] ?? 0) - 1);
    this.starts[this.count] = start;
    this.keyEnds[this.count] = this.keyLength;
    this.count += 1;
    return true;
  }

  /** Bytes that a row may take. */
  private mostBytes(spans: Int32Array): number {
    let most = this.leadBytes + 1;
    for (let at = 0; at < spans.length; at += 2) {
      const begin = spans[at] ?? 0;
      const end = spans[at + 1] ?? 0;
      most += begin < 0 ? end - ~begin : Math.max(NULL.byteLength, end - begin);
    }
    return most;
  }

  private makeRoom(bytes: number): void {
    texts.grow(this.length, bytes);
    keys.grow(this.keyLength, bytes);
    // One more beginning is where the last row ends.
    if (this.count + 1 < this.starts.length) return;
    this.starts = twice(this.starts, Uint32Array);
    this.keyEnds = twice(this.keyEnds, Uint32Array);
    this.ends = twice(this.ends, Uint16Array);
  }

  /** The rows that were added. */
  finish(): readonly Row[] {
    const { names, leads, count, length, keyLength, keyEnds, makeRow } = this;
    this.starts[count] = length + 1;
    const rowTexts = {
      bytes: Buffer.from(texts.bytes.subarray(0, length)),
      names,
      starts: this.starts.slice(0, count + 1),
      values: {
        ends: this.ends.slice(0, count * leads.length),
        leads: leads.map(({ byteLength }, member) => (member === 0 ? byteLength - 1 : byteLength)),
        makeRow,
      },
    };
    // All keys are cut from one text.
    const allKeys = keys.bytes.toString('latin1', 0, keyLength);
    const rows: Row[] = [];
    for (let index = 0, begin = 0; index < count; index++) {
      const end = keyEnds[index] ?? 0;
      rows.push(makeRow(rowTexts, index, allKeys.slice(begin, end)));
      begin = end;
    }
    return rows;
  }
}

function twice<List extends Uint32Array | Uint16Array>(list: List, Made: new (length: number) => List): List {
  const larger = new Made(list.length * 2);
  larger.set(list);
  return larger;
}
