/**
 * The rows of a flat view as text, made of those of its base set: values are copied as they stand there, what depends on
 * keys is written once for each of them, and only what is computed is written for each row.
 */
import type { Row } from '../../model/values.ts';
import { indexOf, textRowMaker, textsOf, type MakeTextRow, type RowTexts } from '../../source/text-row.ts';
import type { Pace } from '../../util/turns.ts';
import type { Environment } from '../evaluate/compile-expression.ts';
import { compileExpressions } from '../evaluate/evaluate-row.ts';
import { KeyedTexts } from './view-keys.ts';
import { piecesOf, runsOf, type Piece } from './view-pieces.ts';
import { ViewRecord } from './view-record.ts';
import type { ViewChoice, ViewParts } from './view-parts.ts';
import { ViewWriter } from './view-writer.ts';

interface MadeOf {
  readonly parts: ViewParts;
  readonly environment: Environment;
  /** Makes the related entities of these ready. */
  readonly load: (rows: readonly Row[]) => Promise<void>;
  /** Makes a row that cannot be text. */
  readonly rowOf: (row: Row) => Row;
  readonly pace: Pace;
}

/** What makes text of such rows, which are the first of all; undefined where the columns, or the rows, are not for that. */
export async function viewTexts(
  choice: ViewChoice,
  rows: readonly Row[],
  means: Omit<MadeOf, 'parts'>,
): Promise<ViewTexts | undefined> {
  const [first] = rows;
  if (first === undefined || textsOf(first) === undefined) return undefined;
  // All at once: of few rows, each kind of related entities is one request.
  await means.load(rows);
  const valuesOf = compileExpressions(choice.constants, means.environment);
  const parts = choice.partsFor(valuesOf(first));
  return parts && new ViewTexts({ ...means, parts });
}

export class ViewTexts {
  private readonly madeOf: MadeOf;
  private readonly names: readonly string[];
  private readonly makeRow: MakeTextRow;
  private readonly keys: readonly KeyedTexts[];
  private readonly record: ViewRecord;
  private pieces: { readonly of: readonly string[]; readonly pieces: readonly Piece[] | undefined } | undefined;

  constructor(madeOf: MadeOf) {
    const { parts, environment } = madeOf;
    this.madeOf = madeOf;
    this.names = parts.columns.map(({ property }) => property.name);
    this.makeRow = textRowMaker(this.names);
    this.keys = parts.keys.map((key, index) => new KeyedTexts(key, runsOf(parts, index), environment));
    this.record = new ViewRecord(parts, this.keys, environment);
  }

  /** Bytes that are kept for the rows to come. */
  get bytes(): number {
    return this.keys.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** The view's rows; undefined where the base set's are not all text, one like the other. Throws what evaluation throws. */
  async rowsOf(rows: readonly Row[]): Promise<readonly Row[] | undefined> {
    const texts = textsOf(rows[0]);
    const pieces = texts && this.piecesFor(texts);
    if (texts === undefined || pieces === undefined || !rows.every((row) => textsOf(row) === texts)) return undefined;
    await this.learn(rows, texts);
    const { pace } = this.madeOf;
    const made: Row[] = [];
    while (made.length < rows.length) {
      this.write(rows, texts, pieces, made);
      if (pace.isDue()) await pace.pause();
    }
    return made;
  }

  private piecesFor({ names, values }: RowTexts): readonly Piece[] | undefined {
    if (typeof values === 'function') return undefined;
    if (this.pieces?.of !== names) this.pieces = { of: names, pieces: piecesOf(this.madeOf.parts, names) };
    return this.pieces.pieces;
  }

  /** Numbers the keys of all rows, and works out what depends on those that are new. */
  private async learn(rows: readonly Row[], texts: RowTexts): Promise<void> {
    const { load, pace } = this.madeOf;
    const first = this.keys.map((key) => key.number(rows, texts));
    await load([...new Set(first.flat())]);
    for (const [index, key] of this.keys.entries()) await key.learn(first[index] ?? [], pace);
  }

  /** Adds rows to those that were made, as many as there is time for. */
  private write(rows: readonly Row[], texts: RowTexts, pieces: readonly Piece[], made: Row[]): void {
    const { pace, rowOf } = this.madeOf;
    const writer = new ViewWriter(texts, pieces, this.names);
    const from = made.length;
    const isText: boolean[] = [];
    do {
      const position = from + isText.length;
      const row = rows[position];
      if (row === undefined) break;
      this.record.begin(row, position);
      isText.push(writer.add(indexOf(row), position, this.keys, this.record));
    } while (!pace.isDue());
    const bases: Row[] = [];
    const viewTexts = writer.finish(remembered((index) => rowOf(bases[index] ?? {})));
    for (const row of rows.slice(from, from + isText.length)) {
      const key = isText[made.length - from] === true ? row[this.names[0] ?? ''] : undefined;
      if (typeof key === 'string') made.push(this.makeRow(viewTexts, bases.push(row) - 1, key));
      else made.push(rowOf(row));
    }
  }
}

/** Makes a row once for those who look at one value after the other. */
function remembered(make: (index: number) => Row): (index: number) => Row {
  let last: { readonly index: number; readonly row: Row } | undefined;
  return (index) => {
    if (last?.index !== index) last = { index, row: make(index) };
    return last.row;
  };
}
