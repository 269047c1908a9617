/** Bound expressions ready for rows: constants worked out, and the work on each row bounded. */
import type { Row, Value } from '../../model/values.ts';
import type { BoundExpression } from '../../bound/bound.ts';
import { compileNode, type Environment } from './compile-expression.ts';
import type { Evaluator } from './evaluator.ts';
import { foldConstants } from './fold-constants.ts';
import { createPatternCompiler } from './pattern.ts';
import { beginWork } from './row-work.ts';

/** A filter: only `true` passes, neither false nor null (URL Conventions 5.1.1.1). */
export function compileFilter(expression: BoundExpression, environment: Environment): (row: Row) => boolean {
  const evaluate = compile(expression, environment);
  return (row) => {
    beginWork();
    return evaluate(row) === true;
  };
}

/**
 * The values of several expressions for a row, which together may take as much work as one. Evaluation may throw
 * DivisionByZero, ArithmeticError, QueryTooComplex and pattern errors.
 */
export function compileExpressions(
  expressions: readonly BoundExpression[],
  environment: Environment,
): (row: Row) => Value[] {
  const evaluators = expressions.map((expression) => compile(expression, environment));
  return (row) => {
    beginWork();
    return evaluators.map((evaluate) => evaluate(row));
  };
}

/** Each expression's value for a row by itself; whoever asks begins the row's work (`beginWork`), which all share. */
export const compileEach = (expressions: readonly BoundExpression[], environment: Environment): readonly Evaluator[] =>
  expressions.map((expression) => compile(expression, environment));

/** The name of the property of a row that an expression reads, where it does nothing else. */
export function plainName(expression: BoundExpression): string | undefined {
  if (expression.kind !== 'BoundProperty' || expression.variable !== undefined) return undefined;
  const { path, dynamic } = expression;
  const [first, second] = path;
  if (first?.kind !== 'Property' || second !== undefined || dynamic.length > 0) return undefined;
  return first.name in Object.prototype ? undefined : first.name;
}

/** Whether an expression only reads a property, of rows or of what they lead to. */
export const isPlain = ({ kind }: BoundExpression): boolean => kind === 'BoundProperty';

function compile(expression: BoundExpression, environment: Environment): Evaluator {
  beginWork();
  // Without a request's own, the patterns of one expression are bounded together.
  const complete = { compilePattern: createPatternCompiler(), ...environment };
  return compileNode(foldConstants(expression, complete), complete);
}
