/** Negative, zero or positive, by UTF-16 code units: the same everywhere, whatever the language. */
export const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
