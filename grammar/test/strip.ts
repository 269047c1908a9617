import type { Node } from '../ast.ts';

/** A tree without its ranges, for comparisons of meaning. */
export function strip(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(strip);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, each]) => (key === 'range' ? [] : [[key, strip(each)]])),
  );
}

/** An expression in full parentheses, so that what belongs together can be seen. */
export function grouping(node: Node): string {
  switch (node.kind) {
    case 'BinaryExpression':
      return `(${grouping(node.left)} ${node.operator} ${grouping(node.right)})`;
    case 'UnaryExpression':
      return `(${node.operator} ${grouping(node.operand)})`;
    case 'MemberPath':
      return [node.root, ...node.segments.map(grouping)].filter((each) => each !== undefined).join('/');
    case 'NameSegment':
      return node.name;
    case 'Literal':
      return node.value;
    case 'ListExpression':
      return `[${node.items.map(grouping).join(',')}]`;
    case 'SearchBinary':
      return `(${grouping(node.left)} ${node.operator} ${grouping(node.right)})`;
    case 'SearchNot':
      return `(NOT ${grouping(node.operand)})`;
    case 'SearchTerm':
      return node.phrase ? `"${node.value}"` : node.value;
    default:
      return node.kind;
  }
}
