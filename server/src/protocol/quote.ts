// oxlint-disable-next-line no-control-regex -- these are what JSON must escape, and lone surrogates look like pairs here
const needsEscape = /["\\\u0000-\u001f\ud800-\udfff]/;

/** A JSON string; the test costs half of what `JSON.stringify` does, and most texts need no escape. */
export function quote(text: string): string {
  return needsEscape.test(text) ? JSON.stringify(wellFormed(text)) : `"${text}"`;
}

/**
 * The text with U+FFFD for halves of characters, as are left of an emoji where text was cut: JSON can hold them, but
 * most clients then refuse the whole answer.
 */
export const wellFormed = (text: string): string => text.replaceAll(/\p{Surrogate}/gu, '\ufffd');

/** How `JSON.stringify` begins to write half a character. */
export const HALF_CHARACTER = String.raw`\ud`;
