import { Buffer } from 'node:buffer';
import type { Body } from './message.ts';

/** A body in the making. */
export interface BodyWriter {
  /** Adds text; whole characters only. */
  add(text: string): void;
  /** What was added: as text where that is short, else in pieces of bytes. */
  end(): Body;
}

/** Long texts are encoded piece by piece, so that no single step takes long; characters. */
const PIECE = 65_536;

/** An empty body to write to. */
export function createBodyWriter(): BodyWriter {
  const pieces: Uint8Array[] = [];
  let text = '';
  return {
    add: (more) => {
      text += more;
      if (text.length < PIECE) return;
      pieces.push(Buffer.from(text, 'utf8'));
      text = '';
    },
    end: () => (pieces.length === 0 ? text : [...pieces, Buffer.from(text, 'utf8')]),
  };
}
