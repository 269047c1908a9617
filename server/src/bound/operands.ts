/** Expressions as trees: what any of them is made of. */
import type { BoundExpression, BoundVariable } from './bound.ts';

/** The expressions right inside one. */
export function operandsWithin(expression: BoundExpression): readonly BoundExpression[] {
  switch (expression.kind) {
    case 'BoundLiteral':
      return [];
    case 'BoundProperty':
      return expression.variable?.of === undefined ? [] : [expression.variable.of];
    case 'BoundBinary':
      return [expression.left, expression.right];
    case 'BoundIn':
    case 'BoundUnary':
      return [expression.operand];
    case 'BoundMethodCall':
      return expression.args;
    case 'BoundCase':
      return expression.branches.flatMap(({ condition, value }) => [condition, value]);
    case 'BoundList':
      return expression.items;
    case 'BoundRecord':
      return expression.members.map(({ value }) => value);
    case 'BoundSearch':
      return expression.texts;
    case 'BoundLambda': {
      const { collection, filter, condition } = expression;
      return [collection, ...(filter ? [filter] : []), ...(condition ? [condition] : [])];
    }
  }
}

type Replace = (operand: BoundExpression) => BoundExpression;

/** The expression with others right inside it: itself where all of them are the same. */
export function withOperands(expression: BoundExpression, replace: Replace): BoundExpression {
  switch (expression.kind) {
    case 'BoundLiteral':
      return expression;
    case 'BoundProperty':
      return expression.variable?.of === undefined
        ? expression
        : { ...expression, ...withOne(expression.variable, replace) };
    case 'BoundBinary': {
      const left = replace(expression.left);
      const right = replace(expression.right);
      const isSame = left === expression.left && right === expression.right;
      return isSame ? expression : { ...expression, left, right };
    }
    case 'BoundIn':
    case 'BoundUnary': {
      const operand = replace(expression.operand);
      return operand === expression.operand ? expression : { ...expression, operand };
    }
    case 'BoundMethodCall': {
      const args = replaceEach(expression.args, replace);
      return args === expression.args ? expression : { ...expression, args };
    }
    case 'BoundList': {
      const items = replaceEach(expression.items, replace);
      return items === expression.items ? expression : { ...expression, items };
    }
    case 'BoundCase': {
      const within = operandsWithin(expression);
      const replaced = replaceEach(within, replace);
      if (replaced === within) return expression;
      const branches = expression.branches.map(({ condition, value }, position) => ({
        condition: replaced[2 * position] ?? condition,
        value: replaced[2 * position + 1] ?? value,
      }));
      return { ...expression, branches };
    }
    case 'BoundRecord': {
      const within = operandsWithin(expression);
      const replaced = replaceEach(within, replace);
      if (replaced === within) return expression;
      const members = expression.members.map(({ name, value }, position) => ({
        name,
        value: replaced[position] ?? value,
      }));
      return { ...expression, members };
    }
    case 'BoundSearch': {
      const texts = replaceEach(expression.texts, replace);
      return texts === expression.texts ? expression : { ...expression, texts };
    }
    case 'BoundLambda': {
      const collection = replace(expression.collection);
      const filter = expression.filter && replace(expression.filter);
      const condition = expression.condition && replace(expression.condition);
      const isSame =
        collection === expression.collection && filter === expression.filter && condition === expression.condition;
      return isSame ? expression : { ...expression, collection, filter, condition };
    }
  }
}

function withOne(variable: BoundVariable | undefined, replace: Replace): { readonly variable?: BoundVariable } {
  if (variable === undefined) return {};
  const of = variable.of && replace(variable.of);
  return of === undefined || of === variable.of || of.kind !== 'BoundLambda'
    ? { variable }
    : { variable: { ...variable, of } };
}

function replaceEach(operands: readonly BoundExpression[], replace: Replace): readonly BoundExpression[] {
  const replaced = operands.map(replace);
  return replaced.every((operand, position) => operand === operands[position]) ? operands : replaced;
}

/** How many expressions one is made of, itself included. */
export const partsOf = (expression: BoundExpression): number =>
  operandsWithin(expression).reduce((sum, operand) => sum + partsOf(operand), 1);
