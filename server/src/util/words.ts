/** Bytes compared and copied four at a time: in short pieces, that is several times as fast as one by one or by calls to Node. */

/** The bytes of a list, to be read and written in words. */
export const viewOf = ({ buffer, byteOffset, length }: Uint8Array): DataView =>
  new DataView(buffer, byteOffset, length);

/** Whether what is in `bytes` stands at a place. */
export function standsAt(bytes: DataView, within: DataView, at: number): boolean {
  const length = bytes.byteLength;
  if (at + length > within.byteLength) return false;
  let index = 0;
  for (; index + 4 <= length; index += 4)
    if (bytes.getInt32(index, true) !== within.getInt32(at + index, true)) return false;
  for (; index < length; index++) if (bytes.getUint8(index) !== within.getUint8(at + index)) return false;
  return true;
}

/** Copies what is between two places to another; returns the place behind it there. */
export function copyTo(target: DataView, at: number, source: DataView, begin: number, end: number): number {
  let to = at;
  let from = begin;
  for (; from + 4 <= end; from += 4) {
    target.setInt32(to, source.getInt32(from, true), true);
    to += 4;
  }
  for (; from < end; from++) target.setUint8(to++, source.getUint8(from));
  return to;
}
