import { viewOf } from './words.ts';

/** Bytes that grow. */
export class GrowingBytes {
  bytes: Buffer;
  view: DataView;
  private readonly first: number;

  constructor(first: number) {
    this.first = first;
    this.bytes = Buffer.alloc(first);
    this.view = viewOf(this.bytes);
  }

  /** Gives back what only an unusual amount has needed, more than so many bytes. */
  shrink(mostKept: number): void {
    if (this.bytes.length <= mostKept) return;
    this.bytes = Buffer.alloc(this.first);
    this.view = viewOf(this.bytes);
  }

  /** Makes room for more behind the first ones. */
  grow(length: number, more: number): void {
    if (length + more <= this.bytes.length) return;
    this.bytes = Buffer.concat([this.bytes], (length + more) * 2);
    this.view = viewOf(this.bytes);
  }
}
