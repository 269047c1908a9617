/** What rows are grouped by: which of them belong together, and what each group keeps of them. */
import type { NavigationProperty } from '../../model/edm.ts';
import { ascendingOrder, canonicalKey, familyOf } from '../../model/comparison.ts';
import { propertyOf, targetOf } from '../../model/model-index.ts';
import type { PrimitiveValue, Row, Value } from '../../model/values.ts';
import type { BoundGrouping } from '../../bound/bound-apply.ts';
import { untyped } from '../../bound/type-rules.ts';
import { isObject } from '../../util/json-object.ts';
import { compileEach, isPlain, plainName } from '../evaluate/evaluate-row.ts';
import type { Workshop } from './stage.ts';

export interface Groupings {
  /** Groups without members yet; `begin` makes one of its first row and its number. */
  table<Group>(begin: BeginGroup<Group>): GroupTable<Group>;
  /** Each row takes next to no time. */
  readonly isPlain: boolean;
  /** What all rows of a group have in common, as it stands in what is made of them. */
  projection(row: Row): Row;
  /** Of two projections, the order in which their groups leave. */
  compare(a: Row, b: Row): number;
}

type BeginGroup<Group> = (row: Row, index: number) => Group;

export interface GroupTable<Group> {
  /** The number of a row's group, which is its place among all. */
  find(row: Row): number;
  readonly all: readonly Group[];
}

type Key = PrimitiveValue | null;
type KeyReader = (row: Row) => Key;

/** A value of a row, and where it stands in the projection. */
interface Place {
  readonly names: readonly string[];
  readonly read: (row: Row) => Value;
}

export function compileGroupings(groupings: readonly BoundGrouping[], workshop: Workshop): Groupings {
  const keys = groupings.filter(({ role }) => role === 'key').map((grouping) => keyReader(grouping, workshop));
  const places = groupings.flatMap((grouping) => placesOf(grouping, workshop));
  const orders = groupings
    .filter(({ role }) => role === 'key')
    .flatMap(({ names, expression }) => {
      const navigation = navigationOf(expression);
      const order = ascendingOrder(navigation === undefined ? expression.type : untyped);
      return (navigation?.join.map(({ from }) => [from]) ?? [names]).map((at) => ({ at, order }));
    });
  return {
    isPlain: groupings.every(({ expression }) => isPlain(expression)),
    table: (begin) => createTable(keys, begin),
    projection: (row) => projected(places, row),
    compare: (a, b) => {
      for (const { at, order } of orders) {
        const result = order(valueAt(a, at), valueAt(b, at));
        if (result !== 0) return result;
      }
      return 0;
    },
  };
}

// ---- Keys -----------------------------------------------------------------------------------------------------------

/** A single-valued navigation property by which instances are grouped, which is by the entity it leads to. */
const navigationOf = ({ path }: BoundGrouping['expression']): NavigationProperty | undefined => {
  const last = path.at(-1);
  return last?.kind === 'NavigationProperty' ? last : undefined;
};

function keyReader({ expression }: BoundGrouping, { environment, execution }: Workshop): KeyReader {
  const navigation = navigationOf(expression);
  if (navigation === undefined) {
    const name = plainName(expression);
    // A text or a truth value is its own key.
    const isKey = ['text', 'boolean'].includes(familyOf(expression.type));
    if (name !== undefined && isKey) {
      return (row) => {
        const value = row[name];
        return typeof value === 'string' || typeof value === 'boolean' ? value : null;
      };
    }
    const [evaluate = () => null] = compileEach([expression], environment);
    const keyOf = canonicalKey(expression.type);
    return (row) => {
      const value = evaluate(row);
      return value === null ? null : keyOf(value);
    };
  }
  const { entityType } = targetOf(execution.index, navigation);
  const related = environment.related([navigation]);
  const parts = entityType.key.map((name) => ({ name, keyOf: canonicalKey(propertyOf(entityType, name)) }));
  const [only] = parts;
  if (only === undefined || parts.length > 1) {
    return (row) => {
      const entity = related(row);
      return entity === null ? null : JSON.stringify(parts.map(({ name, keyOf }) => keyFrom(entity[name], keyOf)));
    };
  }
  return (row) => {
    const entity = related(row);
    return entity === null ? null : keyFrom(entity[only.name], only.keyOf);
  };
}

const keyFrom = (value: Value | undefined, keyOf: (value: Exclude<Value, null>) => PrimitiveValue): Key =>
  value === undefined || value === null ? null : keyOf(value);

/** Maps within maps, one for each key, so that nothing is made for a row whose group is known. */
function createTable<Group>(keys: readonly KeyReader[], begin: BeginGroup<Group>): GroupTable<Group> {
  const all: Group[] = [];
  const add = (row: Row): number => all.push(begin(row, all.length)) - 1;
  const last = keys.at(-1);
  if (last === undefined) return { all, find: (row) => (all.length === 0 ? add(row) : 0) };
  const findBehind = (): ((row: Row) => number) => {
    const known = new Map<Key, number>();
    return (row) => {
      const key = last(row);
      let group = known.get(key);
      if (group === undefined) known.set(key, (group = add(row)));
      return group;
    };
  };
  const find = keys.slice(0, -1).reduceRight<() => (row: Row) => number>((behind, keyOf) => {
    return () => {
      const known = new Map<Key, (row: Row) => number>();
      return (row) => {
        const key = keyOf(row);
        let next = known.get(key);
        if (next === undefined) known.set(key, (next = behind()));
        return next(row);
      };
    };
  }, findBehind);
  return { all, find: find() };
}

// ---- Projections ----------------------------------------------------------------------------------------------------

/** Of a navigation property, what it is joined on: so it still leads to its entity. */
function placesOf({ names, expression }: BoundGrouping, { environment }: Workshop): readonly Place[] {
  const navigation = navigationOf(expression);
  if (navigation === undefined) {
    const [read = () => null] = compileEach([expression], environment);
    return [{ names, read }];
  }
  const related = environment.related([navigation]);
  return navigation.join.map(({ from }) => ({
    names: [from],
    read: (row) => (related(row) === null ? null : (row[from] ?? null)),
  }));
}

function projected(places: readonly Place[], row: Row): Row {
  const made: Record<string, Value> = {};
  for (const { names, read } of places) put(made, names, read(row));
  return made;
}

function put(within: Record<string, Value | undefined>, [name = '', ...rest]: readonly string[], value: Value): void {
  if (rest.length === 0) within[name] = value;
  else {
    const known = within[name];
    const inner = { ...(isObject(known) ? known : {}) };
    put(inner, rest, value);
    within[name] = inner;
  }
}

const valueAt = (row: Row, names: readonly string[]): Value =>
  names.reduce<Value>((within, name) => (isObject(within) ? (within[name] ?? null) : null), row);

/** A row with what its group has in common; of complex values, parts stay beside parts. */
export function withProjection(row: Row, projection: Row): Row {
  const made: Record<string, Value | undefined> = { ...projection };
  for (const [name, value] of Object.entries(row)) {
    const common = projection[name];
    if (common === undefined) made[name] = value;
    else if (isObject(common) && isObject(value)) made[name] = withProjection(value, common);
  }
  return made;
}
