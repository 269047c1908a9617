/** Lambdas and counts over collections: loops over items that are here already, all of them within the work on one row. */
import { isList, type Row, type Value } from '../../model/values.ts';
import type { BoundExpression, BoundLambda, BoundProperty } from '../../bound/bound.ts';
import { partsOf } from '../../bound/operands.ts';
import type { Cell, Environment } from './compile-expression.ts';
import { NOTHING, type Evaluator } from './evaluator.ts';
import { spend } from './row-work.ts';

type CompileNode = (expression: BoundExpression, environment: Environment) => Evaluator;

/** Whether an item satisfies the conditions; what is around it is the row. */
type Test = (item: Row, row: Row) => boolean;

/** Steps of looking at an item, beside those of the parts of the conditions. */
const ITEM_STEPS = 2;

/** `any` ends with the first item that satisfies the conditions. Null is no collection, and has no items. */
export function compileLambda(lambda: BoundLambda, environment: Environment, compileNode: CompileNode): Evaluator {
  const itemsOf = compileItems(lambda, environment, compileNode);
  const test = compileTest(lambda, environment, compileNode);
  switch (lambda.operator) {
    case 'any':
      return test === undefined
        ? (row) => itemsOf(row).length > 0
        : (row) => itemsOf(row).some((item) => test(asRow(item), row));
    case '$count':
      return (row) => matching(itemsOf(row), test, row).length;
    case '$filter':
      return (row) => matching(itemsOf(row), test, row);
  }
}

const matching = (items: readonly Value[], test: Test | undefined, row: Row): readonly Value[] =>
  test === undefined ? items : items.filter((item) => test(asRow(item), row));

/** Paths begin at items as they do at rows; a primitive value has no names, it is only taken as it is. */
const asRow = (item: Value): Row => (item === null ? NOTHING : (item as Row));

const NONE: readonly Value[] = [];

function compileItems(
  { collection, variable }: BoundLambda,
  environment: Environment,
  compileNode: CompileNode,
): (row: Row) => readonly Value[] {
  if (!isRelated(collection)) {
    const evaluate = compileNode(collection, environment);
    return (row) => {
      const items = evaluate(row);
      return isList(items) ? items : NONE;
    };
  }
  const items = environment.items?.(variable);
  if (items === undefined) throw new Error(`The plan does not join ${variable.name}`);
  const owner = compileNode({ ...collection, path: collection.path.slice(0, -1) }, environment);
  return (row) => {
    const entity = owner(row);
    return entity === null ? NONE : items(entity as Row);
  };
}

/** Whether the items are entities that the source was asked for. */
function isRead(collection: BoundExpression): boolean {
  const last = collection.kind === 'BoundProperty' ? collection.path.at(-1) : undefined;
  return last?.kind === 'NavigationProperty' && last.held === undefined;
}

const isRelated = (collection: BoundExpression): collection is BoundProperty =>
  collection.kind === 'BoundProperty' && collection.path.at(-1)?.kind === 'NavigationProperty';

/** The filter of related entities has been applied when they were read; of those that rows hold, it is here. */
function compileTest(lambda: BoundLambda, environment: Environment, compileNode: CompileNode): Test | undefined {
  const { collection, variable, filter, condition } = lambda;
  const own = isRead(collection) ? undefined : filter;
  if (own === undefined && condition === undefined) return undefined;
  const cell: Cell = { item: NOTHING };
  const inside: Environment = { ...environment, cells: new Map([...(environment.cells ?? []), [variable, cell]]) };
  const ofItems: Environment = { ...environment, related: (path, from) => environment.related(path, from ?? variable) };
  const isOwn = own && compileNode(own, ofItems);
  const holds = condition && compileNode(condition, inside);
  const steps = ITEM_STEPS + (own ? partsOf(own) : 0) + (condition ? partsOf(condition) : 0);
  return (item, row) => {
    spend(steps);
    if (isOwn !== undefined && isOwn(item) !== true) return false;
    if (holds === undefined) return true;
    cell.item = item;
    return holds(row) === true;
  };
}
