import { Buffer } from 'node:buffer';
import type { MemoryShare } from '../../util/memory-budget.ts';
import type { Body } from '../message.ts';

/** A body in the making. */
export interface BodyWriter {
  /** Adds text; whole characters only. */
  add(text: string): void;
  /** Adds text that is UTF-8 already; nobody changes the bytes any more. */
  addBytes(bytes: Uint8Array): void;
  /** To be called between rows: makes a piece of what was added where that is much; a promise where memory has to be waited for. */
  settle(): Promise<void> | undefined;
  /** What was added: as text where that is short, else in pieces of bytes. */
  end(): Body;
}

/** Long texts are encoded piece by piece, so that no single step takes long; characters, or bytes. */
export const PIECE = 65_536;
/** What is that long is not copied to be sent with others. */
const ALONE = PIECE / 2;

/** An empty body to write to, whose bytes `memory` counts. */
export function createBodyWriter(memory: MemoryShare): BodyWriter {
  const pieces: Uint8Array[] = [];
  /** Bytes that the text goes behind. */
  let parts: Uint8Array[] = [];
  let text = '';
  /** Of both. */
  let length = 0;
  let uncounted = 0;

  function encodeText(): void {
    if (text !== '') parts.push(Buffer.from(text, 'utf8'));
    text = '';
  }

  function addPiece(piece: Uint8Array): void {
    pieces.push(piece);
    uncounted += piece.length;
  }

  function endPiece(): void {
    encodeText();
    const [only] = parts;
    if (only !== undefined) addPiece(parts.length === 1 ? only : Buffer.concat(parts));
    parts = [];
    length = 0;
  }

  return {
    add: (more) => {
      text += more;
      length += more.length;
    },
    addBytes: (bytes) => {
      if (bytes.length >= ALONE) {
        endPiece();
        addPiece(bytes);
        return;
      }
      encodeText();
      parts.push(bytes);
      length += bytes.length;
    },
    settle: () => {
      if (length >= PIECE) endPiece();
      if (uncounted === 0) return undefined;
      const bytes = uncounted;
      uncounted = 0;
      return memory.take(bytes);
    },
    end: () => {
      if (pieces.length === 0 && parts.length === 0) return text;
      endPiece();
      return pieces;
    },
  };
}
