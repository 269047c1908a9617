import type { BinaryExpression, Expression, Literal, TypeExpression, UnaryExpression } from '../ast.ts';
import { precedence } from '../build/expressions.ts';
import { encode, list, quoted, type Print } from './encode.ts';

/** An expression as percent-encoded URL text, with the parentheses it needs and no others. */
export function printExpression(node: Expression, print: Print): string {
  switch (node.kind) {
    case 'Literal':
      return printLiteral(node);
    case 'ListExpression':
      return `(${list(node.items, print)})`;
    case 'JsonArray':
      return `%5B${list(node.items, print)}%5D`;
    case 'JsonObject':
      return `%7B${list(node.members, print)}%7D`;
    case 'ParameterAlias':
      return `@${encode(node.name)}`;
    case 'BinaryExpression':
      return printBinary(node, print);
    case 'UnaryExpression':
      return printUnary(node, print);
    case 'MethodCall':
      return `${node.method}(${list(node.args, print)})`;
    case 'TypeExpression':
      return printTypeExpression(node, print);
    case 'CaseExpression':
      return `case(${list(node.branches, print)})`;
    case 'MemberPath': {
      const first = node.root === '@' ? [`@${encode(node.alias ?? '')}`] : node.root === undefined ? [] : [node.root];
      return withoutNot([...first, ...node.segments.map(print)].join('/'));
    }
  }
}

/** A property of this name would be read as the operator in front of what follows. */
const withoutNot = (path: string): string => (/^not$/i.test(path) ? `(${path})` : path);

function printLiteral({ type, value, typeName }: Literal): string {
  switch (type) {
    case 'null':
      return 'null';
    case 'string':
      return quoted(value);
    case 'enum':
      return `${encode(typeName ?? '')}'${encode(value)}'`;
    case 'duration':
    case 'binary':
    case 'geography':
    case 'geometry':
      return `${type}'${encode(value)}'`;
    default:
      return encode(value);
  }
}

function printTypeExpression({ operation, operand, typeName }: TypeExpression, print: Print): string {
  return `${operation}(${list(operand === undefined ? [typeName] : [operand, typeName], print)})`;
}

/** A sign directly in front of a digit or of `INF` would become part of the number. */
function printUnary({ operator, operand }: UnaryExpression, print: Print): string {
  const loose = operand.kind === 'BinaryExpression' && precedence[operand.operator] < precedence.in;
  const printed = inParens(operand, loose, print);
  if (operator === 'not') return `not%20${printed}`;
  return /^(?:\d|INF(?![\w%]))/.test(printed) || printed.startsWith('INF%20') ? `-(${printed})` : `-${printed}`;
}

/** Goes down the left side in a loop: a row of operators is a tree as deep as the row is long. */
function printBinary(node: BinaryExpression, print: Print): string {
  const pieces: string[] = [];
  let left: Expression = node;
  let strength = 0;
  while (left.kind === 'BinaryExpression' && precedence[left.operator] >= strength) {
    strength = precedence[left.operator];
    pieces.push(`%20${left.operator}%20${inParens(left.right, bindsLess(left.right, strength + 1), print)}`);
    left = left.left;
  }
  return inParens(left, bindsLess(left, strength), print) + pieces.toReversed().join('');
}

/** Whether an operand would fall apart beside an operator of some strength. */
function bindsLess(operand: Expression, strength: number): boolean {
  if (operand.kind === 'BinaryExpression') return precedence[operand.operator] < strength;
  return operand.kind === 'UnaryExpression' && strength >= precedence.in;
}

const inParens = (node: Expression, needed: boolean, print: Print): string =>
  needed ? `(${print(node)})` : print(node);
