/**
 * Bound expressions to closures, once per query: each node becomes a function of the row, chosen by the types that are
 * known when the query is bound, so that evaluating a row asks no more what an operator or operand is.
 */
import { familyOf, numericOf, type ValueType } from '../../model/comparison.ts';
import type { NavigationProperty } from '../../model/edm.ts';
import { negate, type Numeric } from '../../model/numeric.ts';
import { isList, type Row, type Value } from '../../model/values.ts';
import type { ArithmeticOperator } from '../../bound/arithmetic-rules.ts';
import type {
  BoundBinary,
  BoundCase,
  BoundExpression,
  BoundList,
  BoundMethodCall,
  BoundProperty,
  BoundRecord,
  BoundUnary,
  BoundVariable,
} from '../../bound/bound.ts';
import { isIntegerName, primitiveName } from '../../bound/type-rules.ts';
import { isObject } from '../../util/json-object.ts';
import { checkRange, isIntegerType, numericOperation } from './arithmetic.ts';
import { compileComparison, compileHas, compileIn } from './compile-comparison.ts';
import { compileLambda } from './compile-lambda.ts';
import { compileSearch } from './compile-search.ts';
import { applied, NOTHING, type Evaluator, type Operation } from './evaluator.ts';
import { functionOperation, onNumber, type FunctionEnvironment } from './function-operation.ts';
import { spend } from './row-work.ts';
import { negateDuration, temporalOperation } from './temporal-arithmetic.ts';

/** What expressions need beside the row. */
export interface Environment extends FunctionEnvironment {
  /**
   * The related entity that single-valued navigation properties lead to, or null: from a row, or from the entity that a
   * variable stands for.
   */
  related(path: readonly NavigationProperty[], variable?: BoundVariable): (row: Row) => Row | null;
  /** The entities that a lambda over a navigation property looks at as its variable; absent where nothing is joined. */
  items?(variable: BoundVariable): (row: Row) => readonly Row[];
  /** Where the variables have their values, of all lambdas around. */
  readonly cells?: ReadonlyMap<BoundVariable, Cell>;
}

/** What a variable stands for at the moment: evaluation is synchronous. */
export interface Cell {
  item: Row;
}

/** An expression as it stands, for those that begin the work on a row themselves. */
export function compileNode(expression: BoundExpression, environment: Environment): Evaluator {
  switch (expression.kind) {
    case 'BoundLiteral': {
      const { value } = expression;
      return () => value;
    }
    case 'BoundProperty':
      return compileProperty(expression, environment);
    case 'BoundIn':
      return compileIn(expression, compileNode(expression.operand, environment));
    case 'BoundUnary':
      return compileUnary(expression, environment);
    case 'BoundBinary':
      return compileBinary(expression, environment);
    case 'BoundMethodCall':
      return compileMethodCall(expression, environment);
    case 'BoundSearch':
      return compileSearch(
        expression,
        expression.texts.map((text) => compileNode(text, environment)),
      );
    case 'BoundLambda':
      return compileLambda(expression, environment, compileNode);
    case 'BoundCase':
      return compileCase(expression, environment);
    case 'BoundList':
      return compileList(expression, environment);
    case 'BoundRecord':
      return compileRecord(expression, environment);
  }
}

// ---- Properties -----------------------------------------------------------------------------------------------------

function compileProperty(property: BoundProperty, environment: Environment): Evaluator {
  const { variable, path, dynamic } = property;
  const navigation = path.filter((step) => step.kind === 'NavigationProperty');
  const names = path.flatMap((step) => (step.kind === 'Property' ? [step.name] : []));
  const items = variable?.of?.variable ?? variable;
  const read = behind(navigation, compilePath([...names, ...dynamic]), items, environment);
  if (variable === undefined) return read;
  if (variable.of !== undefined) {
    const one = compileLambda(variable.of, environment, compileNode);
    return (row) => read(firstOf(one(row)));
  }
  const cell = environment.cells?.get(variable);
  if (cell === undefined) throw new Error(`There is no value for ${variable.name}`);
  return () => read(cell.item);
}

function firstOf(items: Value): Row {
  const [first] = isList(items) ? items : [];
  return isObject(first) ? first : NOTHING;
}

/** What is read of the entity that navigation properties lead to; null where they lead to none. */
function behind(
  navigation: readonly NavigationProperty[],
  read: Evaluator,
  variable: BoundVariable | undefined,
  environment: Environment,
): Evaluator {
  if (navigation.length === 0) return read;
  const related = environment.related(navigation, variable);
  return (row) => {
    const entity = related(row);
    return entity === null ? null : read(entity);
  };
}

function compilePath(names: readonly string[]): Evaluator {
  const [name, ...rest] = names;
  if (name === undefined) return (row) => (row === NOTHING ? null : row);
  // What every object inherits is not a property of the entity.
  const own: Evaluator = (row) => (Object.hasOwn(row, name) ? (row[name] ?? null) : null);
  const plain: Evaluator = (row) => row[name] ?? null;
  const first = name in Object.prototype ? own : plain;
  if (rest.length === 0) return first;
  const behind = compilePath(rest);
  return (row) => {
    const value = first(row);
    return isObject(value) ? behind(value) : null;
  };
}

// ---- Operators ------------------------------------------------------------------------------------------------------

function compileUnary(expression: BoundUnary, environment: Environment): Evaluator {
  const operand = compileNode(expression.operand, environment);
  if (expression.operator === 'not') {
    return (row) => {
      const value = operand(row);
      return typeof value === 'boolean' ? !value : null;
    };
  }
  if (familyOf(expression.type) === 'duration') return applied(negateDuration, [operand]);
  const name = primitiveName(expression.type.type);
  const negateNumber = (a: Numeric): Numeric => (isIntegerType(name) ? checkRange(name, negate(a)) : negate(a));
  return applied(onNumber(expression.operand.type, negateNumber), [operand]);
}

function compileBinary(expression: BoundBinary, environment: Environment): Evaluator {
  const { operator } = expression;
  const left = compileNode(expression.left, environment);
  const right = compileNode(expression.right, environment);
  switch (operator) {
    case 'and':
      return junction(left, right, false);
    case 'or':
      return junction(left, right, true);
    case 'has':
      return compileHas(expression, left, right);
    case 'eq':
    case 'ne':
    case 'gt':
    case 'ge':
    case 'lt':
    case 'le':
      return compileComparison(
        operator,
        { bound: expression.left, evaluate: left },
        { bound: expression.right, evaluate: right },
      );
    default:
      return applied(arithmeticOperation(operator, expression), [left, right]);
  }
}

/**
 * `and` and `or` in three-valued logic: one operand that is `deciding` (false for `and`, true for `or`) settles it, the
 * right operand is not looked at where the left settles it; otherwise null makes the result null.
 */
function junction(left: Evaluator, right: Evaluator, deciding: boolean): Evaluator {
  return (row) => {
    const a = left(row);
    if (a === deciding) return deciding;
    const b = right(row);
    if (b === deciding) return deciding;
    return a === null || b === null ? null : !deciding;
  };
}

function arithmeticOperation(operator: ArithmeticOperator, expression: BoundBinary): Operation {
  const { left, right, type } = expression;
  const temporal = temporalOperation(operator, ...temporalFamilies(operator, left.type, right.type, type));
  if (temporal !== undefined) return temporal;
  const whole = [left, right].every((operand) => {
    const name = primitiveName(operand.type.type);
    return name !== undefined && isIntegerName(name);
  });
  const operate = numericOperation(operator, primitiveName(type.type), whole);
  const [leftOf, rightOf] = [numericOf(left.type), numericOf(right.type)];
  return (a, b) => {
    const x = leftOf(a ?? null);
    const y = rightOf(b ?? null);
    return x === null || y === null ? null : operate(x, y);
  };
}

/** The operands' families; what an untyped operand must be follows from the result and the other operand. */
function temporalFamilies(operator: ArithmeticOperator, left: ValueType, right: ValueType, result: ValueType) {
  const [a, b, of] = [familyOf(left), familyOf(right), familyOf(result)];
  const scales = operator !== 'add' && operator !== 'sub';
  const difference = of === 'duration' && !scales && (b === 'date' || b === 'instant') ? b : of;
  return [
    a === 'dynamic' && !scales ? difference : a,
    b === 'dynamic' && isTime(of) && !scales ? 'duration' : b,
  ] as const;
}

const isTime = (family: string): boolean => family === 'date' || family === 'instant' || family === 'duration';

function compileCase({ branches }: BoundCase, environment: Environment): Evaluator {
  const compiled = branches.map(({ condition, value }) => ({
    holds: compileNode(condition, environment),
    evaluate: compileNode(value, environment),
  }));
  return (row) => compiled.find(({ holds }) => holds(row) === true)?.evaluate(row) ?? null;
}

// ---- Structured values -----------------------------------------------------------------------------------------------

function compileList({ items }: BoundList, environment: Environment): Evaluator {
  const evaluators = items.map((item) => compileNode(item, environment));
  const listOf: Evaluator = (row) => {
    spend(evaluators.length);
    return evaluators.map((evaluate) => evaluate(row));
  };
  if (!items.every(({ kind }) => kind === 'BoundLiteral')) return listOf;
  const constant = listOf(NOTHING);
  return () => constant;
}

function compileRecord({ members }: BoundRecord, environment: Environment): Evaluator {
  const compiled = members.map(({ name, value }) => [name, compileNode(value, environment)] as const);
  return (row) => {
    spend(compiled.length);
    return Object.fromEntries(compiled.map(([name, evaluate]) => [name, evaluate(row)]));
  };
}

// ---- Functions ------------------------------------------------------------------------------------------------------

function compileMethodCall(call: BoundMethodCall, environment: Environment): Evaluator {
  const operands = call.args.map((argument) => compileNode(argument, environment));
  return applied(functionOperation(call, environment), operands);
}
