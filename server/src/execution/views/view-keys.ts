/** What depends on the keys of a view's entities: worked out for the first entity of each, and kept as text. */
import type { Row, Value } from '../../model/values.ts';
import { beginOfValue, endOfMember, indexOf, type RowTexts } from '../../source/text-row.ts';
import { textOfValue } from '../../source/text-value.ts';
import { Numbering } from '../../util/numbering.ts';
import { paced, type Pace } from '../../util/turns.ts';
import { viewOf } from '../../util/words.ts';
import type { Environment } from '../evaluate/compile-expression.ts';
import { compileExpressions } from '../evaluate/evaluate-row.ts';
import type { ViewColumn, ViewKey } from './view-parts.ts';

/** Columns that follow one another and depend on the same key. */
export interface KeyedRun {
  readonly key: number;
  readonly columns: readonly (ViewColumn & { readonly kind: 'Keyed' })[];
  /** What goes before each value. */
  readonly leads: readonly string[];
}

/** Larger than any number of different values that rows of one answer have. */
const MOST_NUMBERS = 2 ** 26;

/** What is known of one key. Rows are numbered first, then what is new is learned. */
export class KeyedTexts {
  private readonly runs: readonly KeyedRun[];
  private readonly slots: readonly (readonly [place: number, name: string])[];
  private readonly valuesOf: (row: Row) => Value[];
  private readonly properties: readonly string[];
  private readonly numberings: readonly Numbering<string>[];
  private readonly pairs: readonly Numbering<number>[];
  /** Of each run, by the key's number; undefined where it is no plain text. */
  private readonly texts: (DataView | undefined)[][];
  /** Of each slot, by the key's number. */
  private readonly values: Value[][];
  private count = 0;
  /** Of the rows that were numbered last, by their positions. */
  private numbers = new Uint32Array();
  /** Bytes of all texts. */
  bytes = 0;

  constructor({ properties, expressions, slots }: ViewKey, runs: readonly KeyedRun[], environment: Environment) {
    this.runs = runs;
    this.slots = [...slots];
    this.valuesOf = compileExpressions(expressions, environment);
    this.properties = properties;
    this.numberings = properties.map(() => new Numbering());
    this.pairs = properties.slice(1).map(() => new Numbering());
    this.texts = runs.map(() => []);
    this.values = this.slots.map(() => []);
  }

  /** Numbers the keys of rows, which are some of these texts; yields the first row of each key that is new. */
  number(rows: readonly Row[], texts: RowTexts): readonly Row[] {
    const members = this.properties.map((name) => texts.names.indexOf(name));
    const first: Row[] = [];
    let known = this.count;
    if (this.numbers.length < rows.length) this.numbers = new Uint32Array(rows.length);
    for (const [position, row] of rows.entries()) {
      const number = this.numberOf(texts, indexOf(row), members);
      this.numbers[position] = number;
      if (number < known) continue;
      known = number + 1;
      first.push(row);
    }
    return first;
  }

  private numberOf(texts: RowTexts, index: number, members: readonly number[]): number {
    let number = 0;
    for (let at = 0; at < members.length; at += 1) {
      const next = this.numberings[at]?.of(jsonOf(texts, index, members[at] ?? 0)) ?? 0;
      number = at === 0 ? next : (this.pairs[at - 1]?.of(number * MOST_NUMBERS + next) ?? 0);
    }
    return number;
  }

  /** Works out what is said of new keys, by the first row of each as `number` gave them. Throws what evaluation throws. */
  async learn(first: readonly Row[], pace: Pace): Promise<void> {
    await paced(first, pace, (row) => {
      const values = this.valuesOf(row);
      for (const [index, run] of this.runs.entries()) {
        const text = textOfRun(run, values);
        const view = text === undefined ? undefined : viewOf(Buffer.from(text));
        this.bytes += A_TEXT + (view?.byteLength ?? 0);
        this.texts[index]?.push(view);
      }
      for (const [index, [place]] of this.slots.entries()) this.values[index]?.push(values[place] ?? null);
      this.count += 1;
    });
  }

  /** The text of a run for the row at a position; undefined where it cannot be text. */
  textOf(run: number, position: number): DataView | undefined {
    return this.texts[run]?.[this.numbers[position] ?? 0];
  }

  /** Puts what others are computed from, for the row at a position, into a record. */
  fill(record: Record<string, Value>, position: number): void {
    const number = this.numbers[position] ?? 0;
    for (let index = 0; index < this.slots.length; index += 1)
      record[this.slots[index]?.[1] ?? ''] = this.values[index]?.[number] ?? null;
  }

  get hasSlots(): boolean {
    return this.slots.length > 0;
  }
}

/** Bytes of a text beside its characters. */
const A_TEXT = 150;

function textOfRun({ columns, leads }: KeyedRun, values: readonly Value[]): string | undefined {
  let text = '';
  for (const [index, { property, place }] of columns.entries()) {
    const value = textOfValue(values[place], property);
    if (value === undefined) return undefined;
    text += `${leads[index] ?? ''}${value}`;
  }
  return text;
}

/** The bytes of a value's JSON, each as a character. */
function jsonOf({ bytes, starts, values }: RowTexts, index: number, member: number): string {
  if (typeof values === 'function') return '';
  const start = starts[index] ?? 0;
  return bytes.toString(
    'latin1',
    start + beginOfValue(values, index, member),
    start + endOfMember(values, index, member),
  );
}
