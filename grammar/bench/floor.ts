import type {
  BinaryOperator,
  Expression,
  LambdaSegment,
  Literal,
  LiteralType,
  NameSegment,
  PathSegment,
} from '../ast.ts';

/**
 * The floor: a precedence parser of the filter subset, written by hand for speed alone. It builds the same tree, knows
 * no limits, checks no dates, explains nothing, and throws wherever it does not know on.
 */
export function floorParse(text: string): Expression {
  input = text;
  position = 0;
  const result = binary(0);
  if (position !== input.length) throw new Error(`stopped at ${position}`);
  return result;
}

// A benchmark may keep its place in variables of the module: that is as fast as it gets.
let input = '';
let position = 0;

const strength: Readonly<Record<string, number>> = {
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

const methods: ReadonlySet<string> = new Set(
  (
    'concat contains endswith startswith indexof length substring tolower toupper trim ' +
    'year month day hour minute second date time now round floor ceiling'
  ).split(' '),
);

function binary(minimum: number): Expression {
  let left = unary();
  for (;;) {
    const before = position;
    if (input.charCodeAt(position) !== 32) return left;
    skipSpaces();
    const start = position;
    while (isLetter(input.charCodeAt(position))) position++;
    const word = input.slice(start, position);
    const power = strength[word];
    if (power === undefined || power <= minimum) {
      position = before;
      return left;
    }
    skipSpaces();
    const right = word === 'in' && input.charCodeAt(position) === 40 ? list() : binary(power);
    const range = { start: left.range.start, end: right.range.end };
    left = { kind: 'BinaryExpression', operator: operatorOf(word), left, right, range };
  }
}

const operators: ReadonlyMap<string, BinaryOperator> = new Map(
  (
    ['or', 'and', 'eq', 'ne', 'gt', 'ge', 'lt', 'le', 'add', 'sub', 'mul', 'div', 'divby', 'mod', 'has', 'in'] as const
  ).map((each) => [each, each]),
);
const operatorOf = (word: string): BinaryOperator => operators.get(word) ?? 'eq';

function unary(): Expression {
  const start = position;
  const code = input.charCodeAt(position);
  if (code === 45 && !isDigit(input.charCodeAt(position + 1))) {
    position++;
    const operand = unary();
    return { kind: 'UnaryExpression', operator: 'negate', operand, range: { start, end: operand.range.end } };
  }
  if (code === 110 && input.startsWith('not ', position)) {
    position += 4;
    const operand = unary();
    return { kind: 'UnaryExpression', operator: 'not', operand, range: { start, end: operand.range.end } };
  }
  if (code === 40) {
    position++;
    const inner = binary(0);
    expectCode(41);
    return inner;
  }
  if (code === 39) return string();
  return isDigit(code) || code === 45 ? number() : named();
}

function list(): Expression {
  const start = position++;
  const items: Expression[] = [];
  while (input.charCodeAt(position) !== 41) {
    if (items.length > 0) expectCode(44);
    items.push(input.charCodeAt(position) === 39 ? string() : number());
  }
  position++;
  return { kind: 'ListExpression', items, range: { start, end: position } };
}

function string(): Literal {
  const start = position;
  let doubled = false;
  for (;;) {
    const quote = input.indexOf("'", position + 1);
    if (quote < 0) throw new Error('unclosed');
    position = quote + 1;
    if (input.charCodeAt(position) !== 39) break;
    doubled = true;
  }
  const raw = input.slice(start + 1, position - 1);
  const value = doubled ? raw.replaceAll("''", "'") : raw;
  return { kind: 'Literal', type: 'string', value, range: { start, end: position } };
}

function number(): Literal {
  const start = position++;
  let type: LiteralType = 'integer';
  for (let code = input.charCodeAt(position); ; code = input.charCodeAt(++position)) {
    if (isDigit(code)) continue;
    if (code === 46 && type === 'integer') type = 'decimal';
    else if (code === 45) type = 'date';
    else if (code === 58 && type !== 'dateTimeOffset') type = 'timeOfDay';
    else if (code === 84) type = 'dateTimeOffset';
    else if (type !== 'dateTimeOffset' || (code !== 58 && code !== 90 && code !== 46)) break;
  }
  return { kind: 'Literal', type, value: input.slice(start, position), range: { start, end: position } };
}

function named(): Expression {
  const start = position;
  const name = identifier();
  const end = position;
  if (input.charCodeAt(position) === 40 && methods.has(name)) return call(name, start);
  if (name === 'true' || name === 'false')
    return { kind: 'Literal', type: 'boolean', value: name, range: { start, end } };
  if (name === 'null') return { kind: 'Literal', type: 'null', value: '', range: { start, end } };
  const segments: PathSegment[] = [{ kind: 'NameSegment', name, qualified: false, range: { start, end } }];
  while (input.charCodeAt(position) === 47) {
    position++;
    segments.push(segment());
  }
  return { kind: 'MemberPath', segments, range: { start, end: position } };
}

function call(method: string, start: number): Expression {
  position++;
  const args: Expression[] = [];
  while (input.charCodeAt(position) !== 41) {
    if (args.length > 0) expectCode(44);
    args.push(binary(0));
  }
  position++;
  return { kind: 'MethodCall', method, args, range: { start, end: position } };
}

function segment(): NameSegment | LambdaSegment {
  const start = position;
  const name = identifier();
  if (input.charCodeAt(position) !== 40 || (name !== 'any' && name !== 'all')) {
    return { kind: 'NameSegment', name, qualified: false, range: { start, end: position } };
  }
  position++;
  const variable = identifier();
  expectCode(58);
  const predicate = binary(0);
  expectCode(41);
  return { kind: 'LambdaSegment', operator: name, variable, predicate, range: { start, end: position } };
}

function identifier(): string {
  const start = position;
  for (let code = input.charCodeAt(position); isLetter(code) || isDigit(code) || code === 95;) {
    code = input.charCodeAt(++position);
  }
  if (position === start) throw new Error(`no name at ${position}`);
  return input.slice(start, position);
}

function skipSpaces(): void {
  while (input.charCodeAt(position) === 32) position++;
}

function expectCode(code: number): void {
  if (input.charCodeAt(position) !== code) throw new Error(`no ${String.fromCharCode(code)} at ${position}`);
  position++;
  if (code === 44) skipSpaces();
}

const isLetter = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
const isDigit = (code: number): boolean => code >= 48 && code <= 57;
