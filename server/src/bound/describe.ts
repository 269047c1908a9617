import type { EnumType } from '../model/edm.ts';
import type { BoundExpression, BoundLiteral, BoundProperty } from './bound.ts';
import { isNumeric, primitiveName } from './type-rules.ts';

/** An expression in a sentence: `'Job/Name' (Edm.String)`, `the text 'abc'`. */
export function describe(expression: BoundExpression): string {
  switch (expression.kind) {
    case 'BoundLiteral':
      return describeLiteral(expression);
    case 'BoundProperty':
      return `'${pathText(expression)}'${describeType(expression)}`;
    case 'BoundMethodCall':
      return `the result of '${expression.method}'${describeType(expression)}`;
    case 'BoundBinary':
    case 'BoundUnary':
      return `the result of '${expression.operator}'${describeType(expression)}`;
    case 'BoundIn':
      return `the result of 'in' (Edm.Boolean)`;
    case 'BoundCase':
      return `the result of 'case'${describeType(expression)}`;
    case 'BoundList':
      return `the list`;
    case 'BoundRecord':
      return `the object`;
    case 'BoundSearch':
      return `the result of '$search' (Edm.Boolean)`;
    case 'BoundLambda':
      return `the result of '${expression.operator}'${describeType(expression)}`;
  }
}

/** The names of a property's path, dynamic ones included, as they stand in a URL. */
export function pathText({ variable, path, dynamic }: BoundProperty): string {
  const names = [...path.map(({ name }) => name), ...dynamic];
  if (variable !== undefined) return [variable.name, ...names].join('/');
  return names.length === 0 ? '$it' : names.join('/');
}

function describeType({ type }: BoundExpression): string {
  if (type.type === null) return '';
  const name = type.type.name;
  return type.collection ? ` (Collection(${name}))` : ` (${name})`;
}

function describeLiteral({ type, value }: BoundLiteral): string {
  if (value === null || type.type === null) return 'null';
  const text = excerpt(String(value));
  if (isNumeric(type.type)) return `the number ${text}`;
  if (type.type.kind === 'EnumType') return `'${text}' (${type.type.name})`;
  switch (primitiveName(type.type)) {
    case 'Edm.String':
      return `the text '${text}'`;
    case 'Edm.Date':
      return `the day ${text}`;
    case 'Edm.Boolean':
      return text;
    default:
      return `${text} (${type.type.name})`;
  }
}

const LONGEST = 40;

const excerpt = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text);

/** The members of an enumeration type, for a message. */
export const memberNames = (type: EnumType): readonly string[] => type.members.map(({ name }) => name);

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Whether the expression may be a condition: boolean, or without a declared type. */
export function isLogical(expression: BoundExpression): boolean {
  if (isNavigation(expression) || expression.type.collection) return false;
  return expression.type.type === null || primitiveName(expression.type.type) === 'Edm.Boolean';
}

/** Whether the expression is an entity, or a navigation property itself, not a property behind it. */
export function isNavigation(expression: BoundExpression): boolean {
  if (expression.kind === 'BoundLambda') return expression.type.type === null && expression.type.collection;
  if (expression.kind !== 'BoundProperty' || expression.dynamic.length > 0) return false;
  const { path, variable, type } = expression;
  if (path.length > 0) return path.at(-1)?.kind === 'NavigationProperty';
  return variable === undefined ? type.type === null : variable.entityType !== undefined;
}
