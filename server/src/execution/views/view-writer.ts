import type { Row } from '../../model/values.ts';
import { beginOfValue, endOfMember, type RowTexts } from '../../source/text-row.ts';
import { textOfValue } from '../../source/text-value.ts';
import { GrowingBytes } from '../../util/growing-bytes.ts';
import { MEGABYTE } from '../../util/megabyte.ts';
import { copyTo, viewOf } from '../../util/words.ts';
import type { KeyedTexts } from './view-keys.ts';
import type { CopiedPiece, Piece } from './view-pieces.ts';
import type { ViewRecord } from './view-record.ts';

/** Room that is kept between pages. */
const [FIRST_BYTES, MOST_KEPT] = [MEGABYTE, 4 * MEGABYTE];
/** Where texts are put together, by whomever: between the first row and `finish` nobody waits. */
const room = new GrowingBytes(FIRST_BYTES);
const CLOSE_BRACE = 0x7d;

/** Puts rows of a view together as text, one behind the other. */
export class ViewWriter {
  private readonly names: readonly string[];
  private readonly texts: RowTexts;
  private readonly source: DataView;
  private readonly pieces: readonly Piece[];
  private readonly starts: number[] = [];
  private length = 0;

  constructor(texts: RowTexts, pieces: readonly Piece[], names: readonly string[]) {
    this.texts = texts;
    this.source = viewOf(texts.bytes);
    this.pieces = pieces;
    this.names = names;
  }

  /** Adds the view's row for the one at an index of the base set's texts; false where it cannot be text. */
  add(index: number, position: number, keys: readonly KeyedTexts[], record: ViewRecord): boolean {
    let at = this.length;
    for (const piece of this.pieces) {
      if (piece.kind === 'Copied') at = this.copy(at, index, piece);
      else if (piece.kind === 'Keyed') {
        const text = keys[piece.key]?.textOf(piece.run, position);
        if (text === undefined) return false;
        at = put(at, text, 0, text.byteLength);
      } else {
        const text = textOfValue(record.valueOf(piece.name), piece.property);
        if (text === undefined) return false;
        at = putText(put(at, piece.lead, 0, piece.lead.byteLength), text);
      }
    }
    room.grow(at, 1);
    room.bytes[at] = CLOSE_BRACE;
    this.starts.push(this.length + 1);
    this.length = at + 1;
    return true;
  }

  /** The rows that were added; `makeRow` makes the values of one, by its number among them. */
  finish(makeRow: (index: number) => Row): RowTexts {
    const bytes = Buffer.from(room.bytes.subarray(0, this.length));
    room.shrink(MOST_KEPT);
    return { bytes, names: this.names, starts: Uint32Array.of(...this.starts, this.length + 1), values: makeRow };
  }

  private copy(at: number, index: number, { lead, first, last }: CopiedPiece): number {
    const { starts, values } = this.texts;
    if (typeof values === 'function') return at;
    const start = starts[index] ?? 0;
    const end = start + endOfMember(values, index, last);
    if (lead === undefined) {
      // The comma in front of the row comes along with its first member.
      const begin = first === 0 ? -1 : endOfMember(values, index, first - 1);
      return put(at, this.source, start + begin, end);
    }
    const value = start + beginOfValue(values, index, first);
    return put(put(at, lead, 0, lead.byteLength), this.source, value, end);
  }
}

function put(at: number, source: DataView, begin: number, end: number): number {
  room.grow(at, end - begin);
  return copyTo(room.view, at, source, begin, end);
}

/** Bytes that a character takes at most, as one or as half of one. */
const MOST_BYTES = 3;

function putText(at: number, text: string): number {
  room.grow(at, text.length * MOST_BYTES);
  const { view } = room;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code > MOST_ASCII) return at + room.bytes.write(text, at);
    view.setUint8(at + index, code);
  }
  return at + text.length;
}

const MOST_ASCII = 0x7f;
