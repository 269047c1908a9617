/** What compiled expressions are made of. */
import type { Present, Row, Value } from '../../model/values.ts';

/** A compiled expression. */
export type Evaluator = (row: Row) => Value;

/** What stands for an item of a collection that is null, where a row is looked at. */
export const NOTHING: Row = Object.freeze({});

/** A canonical function or operator whose operands are all given; which they are was checked when it was bound. */
export type Operation = (...operands: readonly Present[]) => Value;

/** Applies an operation to operands, yielding null where one of them is null (URL Conventions 5.1.1.2 and 5.1.1.4). */
export function applied(operation: Operation, operands: readonly Evaluator[]): Evaluator {
  const [first, second] = operands;
  if (first === undefined) return () => operation();
  if (second === undefined) {
    return (row) => {
      const a = first(row);
      return a === null ? null : operation(a);
    };
  }
  if (operands.length === 2) {
    return (row) => {
      const a = first(row);
      if (a === null) return null;
      const b = second(row);
      return b === null ? null : operation(a, b);
    };
  }
  return (row) => {
    const values = operands.flatMap((operand) => {
      const value = operand(row);
      return value === null ? [] : [value];
    });
    return values.length < operands.length ? null : operation(...values);
  };
}
