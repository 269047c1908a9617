import type {
  BinaryExpression,
  BinaryOperator,
  CaseBranch,
  CaseExpression,
  Expression,
  MethodCall,
  Range,
  TypeExpression,
  TypeName,
  UnaryExpression,
} from '../ast.ts';
import { checkOperators, range, type ParseContext } from '../context.ts';
import { ParseFailure } from '../failure.ts';
import { argumentCount, binaryOperators, reservedCalls } from '../names.ts';

/** Binding strength, OData URL Conventions 5.1.1.18; operators of one strength associate to the left. */
export const precedence: Readonly<Record<BinaryOperator, number>> = {
  or: 1,
  and: 2,
  eq: 3,
  ne: 3,
  gt: 4,
  ge: 4,
  lt: 4,
  le: 4,
  add: 5,
  sub: 5,
  mul: 6,
  div: 6,
  divby: 6,
  mod: 6,
  has: 7,
  in: 7,
};

/** Operators come as written, in any letter case. */
type Tail = readonly [operator: string, right: Expression];

const operators: ReadonlyMap<string, BinaryOperator> = new Map(binaryOperators.map((name) => [name, name]));

const operatorOf = (text: string): BinaryOperator => operators.get(text) ?? operators.get(text.toLowerCase()) ?? 'eq';

/** Folds a flat row of operands and operators by precedence, without recursion. */
export function binary(head: Expression, tail: readonly Tail[], context: ParseContext): Expression {
  const first = tail[0];
  if (first === undefined) return head;
  if (tail.length === 1) return pair(operatorOf(first[0]), head, first[1], context);
  checkOperators(context, tail.length, head.range.start);
  const values = [head];
  const waiting: BinaryOperator[] = [];
  for (const [text, right] of tail) {
    const operator = operatorOf(text);
    reduce(values, waiting, precedence[operator], context);
    waiting.push(operator);
    values.push(right);
  }
  reduce(values, waiting, 0, context);
  return values[0] ?? head;
}

/** Joins what stands on the stacks for as long as it binds at least as strongly as the operator that comes next. */
function reduce(values: Expression[], waiting: BinaryOperator[], strength: number, context: ParseContext): void {
  for (let operator = waiting.at(-1); operator !== undefined && precedence[operator] >= strength;) {
    const right = values.pop();
    const left = values.pop();
    if (left === undefined || right === undefined) return;
    values.push(pair(operator, left, right, context));
    waiting.pop();
    operator = waiting.at(-1);
  }
}

const pair = (
  operator: BinaryOperator,
  left: Expression,
  right: Expression,
  context: ParseContext,
): BinaryExpression => ({
  kind: 'BinaryExpression',
  operator,
  left,
  right,
  range: range(context, left.range.start, right.range.end),
});

export interface Prefix {
  readonly operator: UnaryExpression['operator'];
  readonly start: number;
}

export function unaryOperator(operator: UnaryExpression['operator'], start: number): Prefix {
  return { operator, start };
}

/** Applies `not` and `-` from the innermost outwards. */
export function unary(prefixes: readonly Prefix[], operand: Expression, context: ParseContext): Expression {
  if (prefixes.length === 0) return operand;
  let result = operand;
  if (prefixes.length > context.limits.nesting) {
    throw new ParseFailure(
      'limit',
      operand.range.start,
      `'not' or '-' repeated more than ${context.limits.nesting} times`,
    );
  }
  for (let i = prefixes.length - 1; i >= 0; i--) {
    const prefix = prefixes[i];
    if (prefix === undefined) continue;
    const { operator, start } = prefix;
    result = { kind: 'UnaryExpression', operator, operand: result, range: range(context, start, operand.range.end) };
  }
  return result;
}

/** Whether a name in front of parentheses is a canonical function. */
export function isMethod(name: string): boolean {
  return argumentCount(name) !== undefined;
}

/** Whether a name in front of parentheses is one of OData's own, `any` or `cast` say, which have a syntax of their own. */
export function isReservedCall(name: string): boolean {
  return reservedCalls.has(name.toLowerCase());
}

/** A canonical function call, refused where it has too few or too many arguments. */
export function methodCall(name: string, args: readonly Expression[], range: Range): MethodCall {
  const method = name.toLowerCase();
  const [minimum, maximum] = argumentCount(method) ?? [0, args.length];
  if (args.length < minimum || args.length > maximum)
    throw wrongCount(method, minimum, maximum, args.length, range.start);
  return { kind: 'MethodCall', method, args, range };
}

function wrongCount(method: string, minimum: number, maximum: number, found: number, offset: number): ParseFailure {
  const wanted = minimum === maximum ? `${minimum}` : `${minimum} or ${maximum}`;
  const noun = wanted === '1' ? 'argument' : 'arguments';
  return new ParseFailure('invalidValue', offset, `${method}() takes ${wanted} ${noun}, here it has ${found}`);
}

/** `cast` and `isof`; without operand they apply to `$it`. */
export function typeExpression(
  operation: string,
  operand: Expression | null,
  typeName: TypeName,
  range: Range,
): TypeExpression {
  const node = {
    kind: 'TypeExpression',
    operation: /^cast$/i.test(operation) ? 'cast' : 'isof',
    typeName,
    range,
  } as const;
  return operand === null ? node : { ...node, operand };
}

export function typeName(name: string, collection: boolean, range: Range): TypeName {
  return { kind: 'TypeName', name, collection, range };
}

export function caseExpression(branches: readonly CaseBranch[], range: Range): CaseExpression {
  return { kind: 'CaseExpression', branches, range };
}

export function caseBranch(condition: Expression, value: Expression, range: Range): CaseBranch {
  return { kind: 'CaseBranch', condition, value, range };
}
