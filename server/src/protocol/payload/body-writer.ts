import { Buffer } from 'node:buffer';
import type { MemoryShare } from '../../util/memory-budget.ts';
import type { Body } from '../message.ts';

/** A body in the making. */
export interface BodyWriter {
  /** Adds text; whole characters only. */
  add(text: string): void;
  /** To be called between rows: encodes what was added where that is much; a promise where memory has to be waited for. */
  settle(): Promise<void> | undefined;
  /** What was added: as text where that is short, else in pieces of bytes. */
  end(): Body;
}

/** Long texts are encoded piece by piece, so that no single step takes long; characters. */
const PIECE = 65_536;

/** An empty body to write to, whose bytes `memory` counts. */
export function createBodyWriter(memory: MemoryShare): BodyWriter {
  const pieces: Uint8Array[] = [];
  let text = '';
  return {
    add: (more) => {
      text += more;
    },
    settle: () => {
      if (text.length < PIECE) return undefined;
      const piece = Buffer.from(text, 'utf8');
      pieces.push(piece);
      text = '';
      return memory.take(piece.length);
    },
    end: () => (pieces.length === 0 ? text : [...pieces, Buffer.from(text, 'utf8')]),
  };
}
