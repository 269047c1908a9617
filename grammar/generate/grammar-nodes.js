// Questions about expressions of the grammar as Peggy represents them.

/** The expressions an expression consists of. */
export function partsOf(node) {
  return [...(node.alternatives ?? []), ...(node.elements ?? []), node.expression, node.delimiter].filter(Boolean);
}

/** How often `...|minimum..maximum, delimiter|` repeats. */
export function boundsOf(node) {
  const maximum = node.max?.value ?? null;
  return { minimum: node.min === null ? maximum : (node.min.value ?? 0), maximum, delimiter: node.delimiter ?? null };
}

/** Whether labels of an expression are read before its action: by predicates or inner actions. */
export function hasPredicate(node) {
  return node.type.startsWith('semantic') || partsOf(node).some(hasPredicate);
}
