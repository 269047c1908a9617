/** One component of a URL, percent-decoded once, that can still tell where each character stood and how it was written. */
export interface Decoded {
  readonly text: string;
  readonly raw: string;
  /** Offset in `raw` of the character at an offset of `text`. */
  rawOffset(offset: number): number;
  /** Whether the character at an offset of `text` was percent-encoded. */
  wasEncoded(offset: number): boolean;
}

/** Decodes a component, or returns the offset of the first `%` that does not begin valid percent-encoded UTF-8. */
export function decode(raw: string): Decoded | number {
  if (!raw.includes('%')) return undecoded(raw);
  const text = decodeOrUndefined(raw);
  if (text === undefined) return firstInvalid(raw);
  let offsets: readonly number[] | undefined;
  const rawOffset = (offset: number): number => {
    offsets ??= mapOffsets(raw);
    return offsets[offset] ?? raw.length;
  };
  return { text, raw, rawOffset, wasEncoded: (offset) => raw[rawOffset(offset)] === '%' };
}

/** Text that is as it stands, such as a header. */
export function undecoded(text: string): Decoded {
  return { text, raw: text, rawOffset: sameOffset, wasEncoded: never };
}

/** The same without blanks at its beginning, which says nothing in a query option's value. */
export function withoutLeadingBlanks(decoded: Decoded): Decoded {
  const { text, raw } = decoded;
  const blanks = /^[ \t]*/.exec(text)?.[0].length ?? 0;
  return {
    text: text.slice(blanks),
    raw,
    rawOffset: (offset) => decoded.rawOffset(offset + blanks),
    wasEncoded: (offset) => decoded.wasEncoded(offset + blanks),
  };
}

const sameOffset = (offset: number): number => offset;
const never = (): boolean => false;

function decodeOrUndefined(raw: string): string | undefined {
  try {
    return decodeURIComponent(raw);
  } catch {
    return undefined;
  }
}

/** The raw offset of every UTF-16 unit of the decoded text. */
function mapOffsets(raw: string): readonly number[] {
  const offsets: number[] = [];
  for (let i = 0; i < raw.length;) {
    const length = raw[i] === '%' ? encodedLength(raw, i) : 1;
    offsets.push(i);
    // A character of four bytes is a surrogate pair in UTF-16.
    if (length === 12) offsets.push(i);
    i += length;
  }
  return offsets;
}

function firstInvalid(raw: string): number {
  for (let i = 0; i < raw.length;) {
    const length = raw[i] === '%' ? encodedLength(raw, i) : 1;
    if (length > 1 && decodeOrUndefined(raw.slice(i, i + length)) === undefined) return i;
    i += length;
  }
  return raw.length;
}

/** Characters that the UTF-8 sequence takes whose first byte is encoded here. */
function encodedLength(raw: string, offset: number): number {
  const byte = Number.parseInt(raw.slice(offset + 1, offset + 3), 16);
  if (byte >= 0xf0) return 12;
  if (byte >= 0xe0) return 9;
  return byte >= 0xc0 ? 6 : 3;
}
