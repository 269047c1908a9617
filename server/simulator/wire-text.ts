/**
 * Text with one character per UTF-8 byte. Rows are built from such text because a page of it is one-byte strings throughout:
 * joining and sending 500 time entries costs a third of what text with a few wide characters costs.
 */
export type WireText = string;

/** The UTF-8 bytes of a text, one character each. */
export function toWire(text: string): WireText {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/** JSON of a value, as wire text. */
export function toWireJson(value: unknown): WireText {
  return toWire(JSON.stringify(value));
}

/** The bytes to send. */
export function wireBytes(text: WireText): Buffer {
  return Buffer.from(text, 'latin1');
}
