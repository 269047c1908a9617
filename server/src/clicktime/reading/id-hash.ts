/** Texts as 64 bits, well spread (MurmurHash3's mixing). */

/** The two halves of a text's hash, which differ as the salts they are begun with do. */
export class IdHash {
  low = 0;
  high = 0;
  private readonly salt: number;

  constructor(salt: number) {
    this.salt = salt | 0;
  }

  /** Becomes the hash of a text. */
  of(text: string): void {
    let low = this.salt;
    let high = ~low;
    for (let index = 0; index < text.length; index++) {
      const unit = text.charCodeAt(index);
      low = mixed(low, unit);
      high = mixed(high, unit);
    }
    this.low = finished(low);
    this.high = finished(high);
  }
}

/** 32 bits of a text, from 0 on. */
export function hash(text: string, salt: number): number {
  let bits = salt | 0;
  for (let index = 0; index < text.length; index++) bits = mixed(bits, text.charCodeAt(index));
  return finished(bits) >>> 0;
}

function mixed(bits: number, unit: number): number {
  const more = Math.imul(bits ^ unit, 0xcc9e2d51);
  return (Math.imul((more << 13) | (more >>> 19), 5) + 0xe6546b64) | 0;
}

function finished(bits: number): number {
  const once = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return twice ^ (twice >>> 16);
}
