import type { Node } from './ast.ts';
import { childrenOf } from './children.ts';

/** Called with a node and the nodes around it, innermost last; `skip` leaves out its children. */
export type Visit = (node: Node, ancestors: readonly Node[]) => 'skip' | void;

/** Visits a node and all nodes below it, parents first, in the order in which they were written. */
export function walk(root: Node, visit: Visit): void {
  // An explicit stack: a row of a thousand operators is a tree a thousand levels deep.
  const ancestors: Node[] = [];
  const waiting: { readonly node: Node; readonly depth: number }[] = [{ node: root, depth: 0 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, depth } = next;
    ancestors.length = depth;
    if (visit(node, ancestors) === 'skip') continue;
    ancestors.push(node);
    for (const child of childrenOf(node).toReversed()) waiting.push({ node: child, depth: depth + 1 });
  }
}
