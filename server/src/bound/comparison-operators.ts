/** `eq` to `le` (URL Conventions 5.1.1.1.1 to 5.1.1.1.6). */
export type ComparisonOperator = 'eq' | 'ne' | RangeOperator;

/** Those for which values have an order. */
export type RangeOperator = 'lt' | 'le' | 'gt' | 'ge';

/** The operator of the same comparison with its sides exchanged. */
export const mirrored = { eq: 'eq', ne: 'ne', lt: 'gt', le: 'ge', gt: 'lt', ge: 'le' } as const;

export const isRangeOperator = (operator: string): operator is RangeOperator =>
  ['lt', 'le', 'gt', 'ge'].includes(operator);
