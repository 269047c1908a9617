import type { CaseExpression, Expression } from '../../../../grammar/index.ts';
import type { BoundExpression } from '../../bound/bound.ts';
import { commonType } from '../../bound/common-type.ts';
import { capital, describe, isLogical, isNavigation } from '../../bound/describe.ts';
import { isNumeric, isSameType } from '../../bound/type-rules.ts';
import type { ValueType } from '../../model/comparison.ts';
import { mismatch, type Scope } from './scope.ts';

type Bind = (node: Expression, scope: Scope) => BoundExpression;

/**
 * `case(condition:value,...)` (URL Conventions 5.1.1.11.1): of the type that its values have in common, numbers promoted to
 * one another; of no declared type where they have none.
 */
export function bindCase({ branches }: CaseExpression, scope: Scope, bind: Bind): BoundExpression {
  const bound = branches.map(({ condition, value }) => ({
    condition: bindCondition(condition, scope, bind),
    value: bindValue(value, scope, bind),
  }));
  const type = commonType(bound.map(({ value }) => value));
  const promoted = bound.map(({ condition, value }) => ({ condition, value: promotedTo(type, value) }));
  return { kind: 'BoundCase', type, branches: promoted };
}

function bindCondition(node: Expression, scope: Scope, bind: Bind): BoundExpression {
  const bound = bind(node, scope);
  if (isLogical(bound)) return bound;
  const hint = 'Write case(condition:value,...), and true as the condition of what is left.';
  throw mismatch(`${capital(describe(bound))} is neither true nor false. ${hint}`, scope);
}

function bindValue(node: Expression, scope: Scope, bind: Bind): BoundExpression {
  const bound = bind(node, scope);
  if (!isNavigation(bound)) return bound;
  throw mismatch(`${capital(describe(bound))} leads to entities, and 'case' yields values.`, scope);
}

function promotedTo(type: ValueType, value: BoundExpression): BoundExpression {
  const isOther = type.type !== null && value.type.type !== null && !isSameType(type.type, value.type.type);
  return isOther && isNumeric(type.type) ? { kind: 'BoundMethodCall', type, method: 'cast', args: [value] } : value;
}
