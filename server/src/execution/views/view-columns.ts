/** The columns of a flat view, worked out for each row; what depends on one property alone once for each of its values. */
import type { BoundExpression } from '../../bound/bound.ts';
import type { Row, Value } from '../../model/values.ts';
import { referencesOf } from '../../plan/references.ts';
import { isObject } from '../../util/json-object.ts';
import type { Environment } from '../evaluate/compile-expression.ts';
import { compileExpressions } from '../evaluate/evaluate-row.ts';

/** Values of one property that are known at the same time: the days of ten years. */
const MOST_VALUES = 4_000;

/** The values of the columns for a row, in their order. Throws what evaluation throws. */
export function compileColumns(columns: readonly BoundExpression[], environment: Environment): (row: Row) => Value[] {
  const byValue = columns.map((column) => rememberedByValue(column, environment));
  const valuesOfOthers = compileExpressions(
    columns.filter((_, index) => byValue[index] === undefined),
    environment,
  );
  return (row) => {
    const others = valuesOfOthers(row);
    let next = 0;
    return byValue.map((valueOf) => (valueOf === undefined ? (others[next++] ?? null) : valueOf(row)));
  };
}

/** The column, which remembers what it is for each value; nothing where it depends on more than one property. */
function rememberedByValue(column: BoundExpression, environment: Environment): ((row: Row) => Value) | undefined {
  const property = onlyProperty(column);
  if (property === undefined) return undefined;
  const valuesOf = compileExpressions([column], environment);
  const known = new Map<Value, Value>();
  return (row) => {
    const of = row[property] ?? null;
    const value = known.get(of);
    if (value !== undefined) return value;
    const [made = null] = valuesOf(row);
    if (known.size >= MOST_VALUES) known.clear();
    if (!isObject(of)) known.set(of, made);
    return made;
  };
}

/** The one property of the entity that an operation depends on; what is the service's own is the same for all entities. */
function onlyProperty(column: BoundExpression): string | undefined {
  if (column.kind === 'BoundProperty') return undefined;
  const { properties, joins } = referencesOf([column]);
  const isOfService = joins.every(({ navigation, items }) => items !== undefined && navigation.join.length === 0);
  const [property, another] = properties;
  return isOfService && another === undefined ? property : undefined;
}
