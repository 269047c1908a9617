import {
  canonicalKey,
  commonFamily,
  enumValues,
  equalityOf,
  familyOf,
  orderOf,
  type Family,
} from '../../model/comparison.ts';
import type { Present, Value } from '../../model/values.ts';
import type { BoundBinary, BoundExpression, BoundIn } from '../../bound/bound.ts';
import type { ComparisonOperator } from '../../bound/comparison-operators.ts';
import type { Evaluator } from './evaluator.ts';
import { spend, textSteps } from './row-work.ts';

/** An operand: its compiled form, and the bound one for its type and whether it is constant. */
interface Operand {
  readonly bound: BoundExpression;
  readonly evaluate: Evaluator;
}

/**
 * `eq` to `le` (URL Conventions 5.1.1.1.1 to 5.1.1.1.6): always true or false. Null equals null alone, and is neither
 * above nor below anything.
 */
export function compileComparison(operator: ComparisonOperator, left: Operand, right: Operand): Evaluator {
  if (operator === 'eq') return compileEquality(left, right);
  if (operator === 'ne') {
    const equal = compileEquality(left, right);
    return (row) => equal(row) !== true;
  }
  if (operator === 'gt') return compileBelow(right, left, false);
  if (operator === 'ge') return compileBelow(right, left, true);
  return compileBelow(left, right, operator === 'le');
}

function compileEquality(left: Operand, right: Operand): Evaluator {
  const [a, b] = [left.evaluate, right.evaluate];
  const family = commonFamily(left.bound.type, right.bound.type);
  const constant = right.bound.kind === 'BoundLiteral' ? right.bound.value : undefined;
  if (constant !== undefined && (constant === null || isIdentity(family))) return (row) => a(row) === constant;
  if (isIdentity(family)) return (row) => a(row) === b(row);
  const equal = equalityOf(left.bound.type, right.bound.type);
  return (row) => {
    const x = a(row);
    const y = b(row);
    if (x === null || y === null) return x === y;
    spendOn(x, y);
    return equal(x, y);
  };
}

/** Counts what comparing two values takes: numbers are compared at once; texts, and what is written as text, are read. */
export function spendOn(a: Present, b: Present): void {
  if (typeof a === 'object' && typeof b === 'object') spend(Math.min(structureSteps(a), structureSteps(b)));
  if (typeof a === 'string' || typeof b === 'string') spend(TEXT_STEPS + textSteps(Math.min(sizeOf(a), sizeOf(b))));
}

const TEXT_STEPS = 50;

/** Steps that comparing a structure takes. */
function structureSteps(value: Value | undefined): number {
  if (typeof value !== 'object' || value === null) return TEXT_STEPS + textSteps(sizeOf(value ?? 0));
  return Object.values(value).reduce<number>((sum, each) => sum + structureSteps(each), TEXT_STEPS);
}

const sizeOf = (value: Present): number => (typeof value === 'string' ? value.length : 0);

/** `left` below `right`, or not above it where `orEqual`. */
function compileBelow(left: Operand, right: Operand, orEqual: boolean): Evaluator {
  const [a, b] = [left.evaluate, right.evaluate];
  const family = commonFamily(left.bound.type, right.bound.type);
  const order = orderOf(left.bound.type, right.bound.type);
  const decide = (x: Value, y: Value): boolean => {
    if (x === null || y === null) return orEqual && x === y;
    spendOn(x, y);
    return orEqual ? order(x, y) <= 0 : order(x, y) < 0;
  };
  if (family !== 'number' && family !== 'float') return (row) => decide(a(row), b(row));
  return (row) => {
    const x = a(row);
    const y = b(row);
    return typeof x === 'number' && typeof y === 'number' ? (orEqual ? x <= y : x < y) : decide(x, y);
  };
}

/** `in` (5.1.1.1.11): equal to one of the values. */
export function compileIn(expression: BoundIn, operand: Evaluator): Evaluator {
  const { type } = expression.operand;
  const hasNull = expression.values.includes(null);
  const present = expression.values.filter((value) => value !== null && value !== 'NaN');
  const family = familyOf(type);
  if (isIdentity(family) || family === 'dynamic') {
    const values = new Set<Value>(present);
    return (row) => {
      const value = operand(row);
      return value === null ? hasNull : values.has(value);
    };
  }
  const keyOf = canonicalKey(type);
  const keys = new Set(present.flatMap((value) => (value === null ? [] : [keyOf(value)])));
  return (row) => {
    const value = operand(row);
    if (value === null) return hasNull;
    spendOn(value, value);
    return keys.has(keyOf(value));
  };
}

/** `has` (5.1.1.1.10): all flags of the right operand are set on the left one; null where either is null. */
export function compileHas(expression: BoundBinary, left: Evaluator, right: Evaluator): Evaluator {
  const enumType = [expression.left.type.type, expression.right.type.type].find((type) => type?.kind === 'EnumType');
  const valueOf = enumType === undefined ? () => Number.NaN : enumValues(enumType);
  return (row) => {
    const set = left(row);
    const wanted = right(row);
    if (typeof set !== 'string' || typeof wanted !== 'string') return null;
    const [have, need] = [valueOf(set), valueOf(wanted)];
    if (Number.isNaN(have) || Number.isNaN(need)) return false;
    return (BigInt(have) & BigInt(need)) === BigInt(need);
  };
}

/** Families whose values are canonical, so that equal values are identical ones. */
const isIdentity = (family: Family): boolean =>
  family === 'text' || family === 'boolean' || family === 'date' || family === 'timeOfDay';
