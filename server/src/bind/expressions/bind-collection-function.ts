/** Functions over collections of values (URL Conventions 5.1.1.5 and 5.1.1.6). */
import type { BoundExpression } from '../../bound/bound.ts';
import type { CanonicalFunction } from '../../bound/canonical-functions.ts';
import { commonType } from '../../bound/common-type.ts';
import { capital, describe, isNavigation } from '../../bound/describe.ts';
import { booleanType, isComparable, primitiveName, singleOf } from '../../bound/type-rules.ts';
import type { ValueType } from '../../model/comparison.ts';
import { asType } from './bind-structure.ts';
import { bracketedHint } from '../hints/bracketed-name.ts';
import { mismatch, type Scope } from './scope.ts';

const pairs = [
  'concat',
  'contains',
  'endswith',
  'indexof',
  'startswith',
  'hassubset',
  'hassubsequence',
] as const satisfies readonly CanonicalFunction[];

type PairFunction = (typeof pairs)[number];
type CollectionFunction = PairFunction | 'length' | 'substring';

const isPairFunction = (method: CanonicalFunction): method is PairFunction => pairs.some((pair) => pair === method);

/** Whether a call is one over collections: by its function, or where that takes texts too by its first argument. */
export function isOverCollections(
  method: CanonicalFunction,
  [first]: readonly BoundExpression[],
): method is CollectionFunction {
  if (method === 'hassubset' || method === 'hassubsequence') return true;
  const isOverloaded = isPairFunction(method) || method === 'length' || method === 'substring';
  return isOverloaded && first?.type.collection === true && !isNavigation(first);
}

/** A call whose arguments are collections of comparable values, or numbers for `substring`. Throws TypeMismatch. */
export function bindCollectionFunction(
  method: CollectionFunction,
  args: readonly BoundExpression[],
  scope: Scope,
): BoundExpression {
  const [first, second, third] = args;
  const isShaped = first !== undefined && args.length >= (method === 'length' ? 1 : 2) && args.length <= 3;
  if (!isShaped) throw mismatch(`'${method}' is called with too few arguments.`, scope);
  checkCollection(method, first, scope);
  if (second === undefined) return { kind: 'BoundMethodCall', type: singleOf('Edm.Int32'), method, args };
  if (!isPairFunction(method)) {
    for (const number of [second, ...(third ? [third] : [])]) checkNumber(method, number, scope);
    return { kind: 'BoundMethodCall', type: first.type, method, args };
  }
  checkCollection(method, second, scope);
  const left = asType(first, second.type, scope);
  const right = asType(second, first.type, scope);
  if (!isComparable(left.type.type, right.type.type)) {
    throw mismatch(
      `The items of ${describe(first)} and of ${describe(second)} cannot be compared, as '${method}' does.`,
      scope,
    );
  }
  return { kind: 'BoundMethodCall', type: resultOf(method, [left, right]), method, args: [left, right] };
}

function resultOf(method: PairFunction, args: readonly BoundExpression[]): ValueType {
  if (method === 'indexof') return singleOf('Edm.Int32');
  return method === 'concat' ? { type: commonType(args).type, collection: true } : booleanType;
}

function checkCollection(method: string, operand: BoundExpression, scope: Scope): void {
  const isOpen = operand.type.type === null && operand.kind !== 'BoundRecord';
  if (!isNavigation(operand) && (operand.type.collection || isOpen)) return;
  const hint = bracketedHint(operand) || ' Write one such as ["a","b"], or name a property that is one.';
  throw mismatch(
    `${capital(describe(operand))} is no collection of values, which '${method}' needs there.${hint}`,
    scope,
  );
}

function checkNumber(method: string, { type }: BoundExpression, scope: Scope): void {
  const isNumber = primitiveName(type.type) === 'Edm.Int32' || type.type === null;
  if (!isNumber) throw mismatch(`'${method}' of a collection needs whole numbers behind it.`, scope);
}
