/** Collections of values within entities, of which `$select` asks for some items (Protocol 11.2.5.1.1). */
import type { ItemOptions, ValueProjection } from '../bound/bound.ts';
import { isList, type ComplexValue, type Row, type Value } from '../model/values.ts';
import { isObject } from '../util/json-object.ts';
import { computeRows } from './compute.ts';
import type { Execution } from './execution.ts';
import { itemChooser, type ChooseItems } from './values.ts';
import { weighRow } from './weigh.ts';

/** Leaves of a value what is asked for. */
type Leave = (value: ComplexValue) => Promise<ComplexValue>;

/** The entities with those items alone that are asked for, and their number where that is: the same ones where nothing is asked. */
export async function chooseShown(
  execution: Execution,
  rows: readonly Row[],
  projection: ValueProjection,
): Promise<readonly Row[]> {
  // What is computed for entities has been.
  const leave = leaver(execution, { ...projection, computed: undefined });
  if (leave === undefined) return rows;
  const chosen: Row[] = [];
  for (const row of rows) {
    chosen.push(await leave(row));
    if (execution.pace.isDue()) await execution.pace.pause();
  }
  await execution.memory.take(chosen.length * weighRow(chosen));
  return chosen;
}

/** The same of a complex value, or of each one of a collection. */
export async function chooseShownOf(execution: Execution, value: Value, projection: ValueProjection): Promise<Value> {
  const leave = leaver(execution, projection);
  return leave === undefined ? value : ((await leaveOf(value, leave)) ?? null);
}

function leaver(execution: Execution, { items, within, computed = [] }: ValueProjection): Leave | undefined {
  const choosers = [...(items ?? [])].map(
    ([name, options]) => [name, options, itemChooser(execution, options)] as const,
  );
  const inner = [...(within ?? [])].flatMap(([name, part]) => {
    const leave = leaver(execution, part);
    return leave === undefined ? [] : [[name, leave] as const];
  });
  if (choosers.length === 0 && inner.length === 0 && computed.length === 0) return undefined;
  return async (value) => {
    const [made = value] = await computeRows(execution, [value], computed);
    const copy: Record<string, Value | undefined> = { ...made };
    for (const [name, options, choose] of choosers)
      Object.assign(copy, await chosenItems(name, copy[name], options, choose));
    for (const [name, leave] of inner) copy[name] = await leaveOf(copy[name], leave);
    return copy;
  };
}

async function chosenItems(
  name: string,
  value: Value | undefined,
  { count }: ItemOptions,
  choose: ChooseItems,
): Promise<ComplexValue> {
  const chosen = await choose(isList(value) ? value : []);
  return { [name]: chosen.items, ...(count && { [`${name}@odata.count`]: chosen.count }) };
}

async function leaveOf(value: Value | undefined, leave: Leave): Promise<Value | undefined> {
  if (isList(value)) {
    const left: Value[] = [];
    for (const item of value) left.push((await leaveOf(item, leave)) ?? null);
    return left;
  }
  return isObject(value) ? leave(value) : value;
}
