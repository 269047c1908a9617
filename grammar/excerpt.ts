import { visible } from './invisible.ts';

/** Characters of context an error shows on each side of the offset. */
const reach = 40;

/** The text, or the part of it around an offset where it is long. */
export function textAround(text: string, offset: number): string {
  return windowOf(text, offset).shown;
}

/** The text around an offset, and below it a caret under the offset. */
export function excerptOf(text: string, offset: number): string {
  const { shown, caret } = windowOf(text, offset);
  return `${shown}\n${' '.repeat(caret)}^`;
}

function windowOf(text: string, offset: number): { readonly shown: string; readonly caret: number } {
  const start = text.length <= 2 * reach ? 0 : Math.max(0, Math.min(offset, text.length) - reach);
  const end = text.length <= 2 * reach ? text.length : Math.min(text.length, offset + reach);
  const before = start > 0 ? '...' : '';
  const after = end < text.length ? '...' : '';
  // Control characters would break the line or move the caret.
  const shown = visible(text.slice(start, end));
  return { shown: `${before}${shown}${after}`, caret: before.length + Math.min(offset, text.length) - start };
}
