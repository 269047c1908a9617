/** Whole numbers that a double may not hold: 16 digits and more, anywhere but perhaps within text. */
const LONG_INTEGER = /[:[,]\s*-?\d{16}/;
/** What all such numbers have. Written out, for V8 then looks at every sixteenth character only. */
const SIXTEEN_DIGITS = new RegExp('[0-9]'.repeat(16));
/** A text, or a number as a whole. */
const TEXT_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const LONG_INTEGER_ALONE = /^-?[1-9]\d{15,}$/;

/**
 * The value of a JSON text. Whole numbers of 16 digits and more become text, for as numbers they would lose digits, and
 * two IDs become one.
 * @throws SyntaxError where the text is no JSON.
 */
export function parseJson(text: string): unknown {
  if (!SIXTEEN_DIGITS.test(text) || !LONG_INTEGER.test(text)) return JSON.parse(text);
  return JSON.parse(
    text.replaceAll(TEXT_OR_NUMBER, (token) => (LONG_INTEGER_ALONE.test(token) ? `"${token}"` : token)),
  );
}
