import type { SearchExpression, SearchTerm } from '../ast.ts';
import { encode, type Print } from './encode.ts';

/** A search expression as percent-encoded URL text. */
export function printSearch(node: SearchExpression, print: Print): string {
  switch (node.kind) {
    case 'SearchTerm':
      return printTerm(node);
    case 'SearchNot':
      return `NOT%20${inParens(node.operand, node.operand.kind === 'SearchBinary', print)}`;
    case 'SearchBinary':
      return printBinary(node, print);
  }
}

/** Words that are operators elsewhere stand in parentheses, phrases with a double quote in single quotes. */
function printTerm({ value, phrase }: SearchTerm): string {
  if (!phrase) return /^(?:AND|OR|NOT)$/.test(value) ? `(${value})` : encode(value);
  if (value.includes('"') || value === '') return `'${encode(value.replaceAll("'", "''"))}'`;
  return `%22${encode(value)}%22`;
}

/** Goes down the left side in a loop, as a row of words is a tree as deep as it is long. */
function printBinary(node: SearchExpression, print: Print): string {
  const pieces: string[] = [];
  let left = node;
  let conjunction = false;
  while (left.kind === 'SearchBinary' && !(conjunction && left.operator === 'OR')) {
    conjunction = left.operator === 'AND';
    const { operator, right } = left;
    const loose = right.kind === 'SearchBinary' && (conjunction || right.operator === 'OR');
    pieces.push(`%20${operator}%20${inParens(right, loose, print)}`);
    left = left.left;
  }
  return inParens(left, left.kind === 'SearchBinary', print) + pieces.toReversed().join('');
}

const inParens = (node: SearchExpression, needed: boolean, print: Print): string =>
  needed ? `(${print(node)})` : print(node);
