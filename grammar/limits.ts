/** Bounds on what one URL may ask the parser to do; beyond one of them it answers with a clear error. */
export interface ParseLimits {
  /** Characters of the path, and of the query string, as received. */
  readonly length: number;
  /** Nested parentheses, brackets, lambdas, options and transformations. */
  readonly nesting: number;
  /** Nodes of the syntax tree. */
  readonly nodes: number;
  /** Values in one list or JSON array. */
  readonly listItems: number;
  /** Operators side by side, such as the `or` of many comparisons: every one makes the tree a level deeper. */
  readonly operators: number;
}

/** Far above what clients write by hand, and low enough for every later pass to recurse over the tree. */
export const defaultLimits: ParseLimits = {
  length: 100_000,
  nesting: 100,
  nodes: 50_000,
  listItems: 10_000,
  operators: 1_000,
};
