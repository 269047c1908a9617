import type { Node } from '../ast.ts';

/** Prints any node; handed to the printers of single kinds, which would import each other in a circle otherwise. */
export type Print = (node: Node) => string;

/** Prints nodes side by side. */
export function list(nodes: readonly Node[], print: Print, separator = ','): string {
  return nodes.map(print).join(separator);
}

/**
 * Percent-encodes data for a path segment or a query option. What may stand for a delimiter is encoded (`/`, `;`, `&`,
 * `=`, `#`, `+`), what is harmless and frequent in OData is not.
 */
export function encode(text: string): string {
  return encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, '\ufffd')).replaceAll(
    /%(?:24|2C|3A|40)/g,
    decodeURIComponent,
  );
}

/** A quoted string, quotes inside doubled. */
export function quoted(text: string): string {
  return `'${encode(text.replaceAll("'", "''"))}'`;
}
