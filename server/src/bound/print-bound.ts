/** Bound expressions as OData text, for people and for fingerprints: canonical, whatever way they were written. */
import type { ValueType } from '../model/comparison.ts';
import type { PropertyType } from '../model/edm.ts';
import type { BoundExpression, BoundLambda, BoundLiteral, BoundOrderbyItem, Scalar, SearchCondition } from './bound.ts';
import { pathText } from './describe.ts';
import { operandsOf } from './chain.ts';
import { primitiveName } from './type-rules.ts';

/** `Hours gt 5 and startswith(Comment,'a')`; parentheses around every operand that is an operation itself. */
export function printExpression(expression: BoundExpression): string {
  switch (expression.kind) {
    case 'BoundLiteral':
      return printLiteral(expression);
    case 'BoundProperty':
      return pathText(expression);
    case 'BoundIn':
      return `${operand(expression.operand)} in ${printList(expression.values, expression.operand.type)}`;
    case 'BoundUnary':
      return expression.operator === 'not' ? `not ${operand(expression.operand)}` : `-${operand(expression.operand)}`;
    case 'BoundBinary': {
      const { operator, left, right } = expression;
      if (operator !== 'and' && operator !== 'or') return `${operand(left)} ${operator} ${operand(right)}`;
      return operandsOf(expression, operator).map(operand).join(` ${operator} `);
    }
    case 'BoundCase':
      return `case(${expression.branches.map(({ condition, value }) => `${printExpression(condition)}:${printExpression(value)}`).join(',')})`;
    case 'BoundList':
      return `[${expression.items.map(printExpression).join(',')}]`;
    case 'BoundRecord':
      return `{${expression.members.map(({ name, value }) => `${JSON.stringify(name)}:${printExpression(value)}`).join(',')}}`;
    case 'BoundLambda':
      return printLambda(expression);
    case 'BoundSearch':
      return `search(${expression.texts.map(printExpression).join(',')};${printSearch(expression.search)})`;
    case 'BoundMethodCall': {
      const args = expression.args.map(printExpression);
      const type = expression.method === 'cast' ? [printType(expression.type)] : [];
      return `${expression.method}(${[...args, ...type].join(',')})`;
    }
  }
}

function printType({ type, collection }: ValueType): string {
  const name = type?.name ?? '';
  return collection ? `Collection(${name})` : name;
}

/** With the conditions as the paths' segments that say them. */
function printLambda({ operator, collection, variable, filter, condition }: BoundLambda): string {
  const path = `${operand(collection)}${filter === undefined ? '' : `/$filter(${printExpression(filter)})`}`;
  const inside = condition === undefined ? '' : `${variable.name}:${printExpression(condition)}`;
  if (operator === 'any') return `${path}/any(${inside})`;
  if (operator === '$filter') return condition === undefined ? path : `${path}/$filter(${inside})`;
  return `${path}/$count${inside === '' ? '' : `(${inside})`}`;
}

/** As `$search` has it, terms in quotes. */
function printSearch(condition: SearchCondition): string {
  switch (condition.kind) {
    case 'Term':
      return JSON.stringify(condition.text);
    case 'Not':
      return `NOT ${printSearch(condition.operand)}`;
    case 'All':
    case 'Any':
      return `(${condition.operands.map(printSearch).join(condition.kind === 'All' ? ' AND ' : ' OR ')})`;
  }
}

function operand(expression: BoundExpression): string {
  const text = printExpression(expression);
  const isOperation = ['BoundBinary', 'BoundUnary', 'BoundIn'].includes(expression.kind);
  return isOperation ? `(${text})` : text;
}

const printLiteral = ({ type, value }: BoundLiteral): string => printValue(value, type.type);

/** A value as a literal of its type. */
export function printValue(value: Scalar, type: PropertyType | null): string {
  if (value === null) return 'null';
  if (typeof value !== 'string') return String(value);
  if (type?.kind === 'EnumType') return quoted(value);
  switch (primitiveName(type)) {
    case 'Edm.Duration':
      return `duration${quoted(value)}`;
    case 'Edm.Binary':
      return `binary${quoted(value)}`;
    case 'Edm.String':
    case undefined:
      return quoted(value);
    default:
      return value;
  }
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

export const printList = (values: readonly Scalar[], { type }: ValueType): string =>
  `(${values.map((value) => printValue(value, type)).join(',')})`;

export const printOrderby = (items: readonly BoundOrderbyItem[]): string =>
  items.map(({ expression, descending }) => `${printExpression(expression)}${descending ? ' desc' : ''}`).join(',');
