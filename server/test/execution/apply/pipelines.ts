/**
 * Random transformations over the entity sets of any model, as text for `$apply` and as functions over all rows at once:
 * what they leave, worked out in the plainest way, for the tests to compare with.
 */
import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import type { EdmModel, EntitySet, NavigationProperty, Property } from '../../../src/model/edm.ts';
import type { Row, Value } from '../../../src/model/values.ts';
import { isObject } from '../../../src/util/json-object.ts';

export interface World {
  readonly model: EdmModel;
  readonly rows: Readonly<Record<string, readonly Row[]>>;
}

/** An instance: an entity with what was computed, or just values by their paths. */
interface Instance {
  readonly entity?: Row;
  readonly values: Readonly<Record<string, Value>>;
}

/** A value that instances have. */
interface Field {
  /** `Job/Name`. */
  readonly path: string;
  readonly isNumber: boolean;
  /** As JSON with IEEE754Compatible has it. */
  readonly isText: boolean;
}

/** What is left behind some transformations. */
interface State {
  readonly set: EntitySet;
  readonly fields: readonly Field[];
  readonly isWhole: boolean;
  /** Aliases that were given so far. */
  readonly aliases: number;
}

interface Step {
  readonly text: string;
  readonly state: State;
  readonly run: (input: readonly Instance[]) => readonly Instance[];
}

const Exact = Decimal.clone({ precision: 400 });
const Mean = Decimal.clone({ precision: 34 });

// ---- Values ---------------------------------------------------------------------------------------------------------

const setOf = ({ model }: World, name: string): EntitySet => {
  const found = model.entitySets.find((each) => each.name === name);
  if (found === undefined) throw new Error(name);
  return found;
};

const exactTypes: readonly string[] = ['Edm.Decimal', 'Edm.Int64'];
const numberTypes: readonly string[] = [...exactTypes, 'Edm.Int32'];
const simpleTypes: readonly string[] = [...numberTypes, 'Edm.String', 'Edm.Date', 'Edm.Guid'];

const fieldOf = ({ name, type }: Property, before = ''): Field => ({
  path: `${before}${name}`,
  isNumber: numberTypes.includes(type.name),
  isText: exactTypes.includes(type.name),
});

const isSimple = ({ type, collection }: Property): boolean => !collection && simpleTypes.includes(type.name);
const isToOne = ({ collection, join }: NavigationProperty): boolean => !collection && join.length === 1;

/** All that may be named of an entity: its own properties and those behind one single-valued navigation property. */
function initial(world: World, set: EntitySet): State {
  const { properties, navigationProperties } = set.entityType;
  const behind = navigationProperties.filter(isToOne).flatMap(({ name, target }) =>
    setOf(world, target)
      .entityType.properties.filter(isSimple)
      .map((property) => fieldOf(property, `${name}/`)),
  );
  const fields = [...properties.filter(isSimple).map((property) => fieldOf(property)), ...behind];
  return { set, fields, isWhole: true, aliases: 0 };
}

function valueOf(world: World, set: EntitySet, { entity, values }: Instance, path: string): Value {
  if (entity === undefined || Object.hasOwn(values, path)) return values[path] ?? null;
  const [first = '', second] = path.split('/');
  if (second === undefined) return entity[first] ?? null;
  return entityBehind(world, set, entity, first)?.[second] ?? null;
}

function entityBehind(world: World, set: EntitySet, entity: Row, name: string): Row | undefined {
  const navigation = set.entityType.navigationProperties.find((each) => each.name === name);
  const [join] = navigation?.join ?? [];
  const from = join && (entity[join.from] ?? null);
  if (navigation === undefined || join === undefined || from === null) return undefined;
  return world.rows[navigation.target]?.find((row) => row[join.to] === from);
}

const decimalOf = (value: Value): Decimal | null =>
  typeof value === 'number' || typeof value === 'string' ? new Exact(value) : null;

/** Null first; numbers as such, texts by code unit. */
function compare(a: Value, b: Value, isNumber: boolean): number {
  if (a === null || b === null) return Number(a !== null) - Number(b !== null);
  if (isNumber) return decimalOf(a)?.comparedTo(decimalOf(b) ?? 0) ?? 0;
  return a < b ? -1 : a > b ? 1 : 0;
}

const plain = (decimal: Decimal): string => decimal.toFixed();

// ---- Aggregates -----------------------------------------------------------------------------------------------------

interface Item {
  readonly text: string;
  readonly field: Field;
  readonly run: (input: readonly Instance[]) => Value;
}

type Method = 'sum' | 'min' | 'max' | 'average' | 'countdistinct';

function aggregated(values: readonly Value[], method: Method, isNumber: boolean): Value {
  const present = values.filter((value) => value !== null);
  if (method === 'countdistinct') return String(new Set(present.map((each) => keyOf(each, isNumber))).size);
  if (present.length === 0) return null;
  if (method === 'min' || method === 'max') {
    const sign = method === 'min' ? 1 : -1;
    return present.reduce((best, each) => (sign * compare(each, best, isNumber) < 0 ? each : best));
  }
  const sum = present.reduce<Decimal>((total, each) => total.plus(decimalOf(each) ?? 0), new Exact(0));
  return plain(method === 'sum' ? sum : new Mean(sum).div(present.length));
}

const keyOf = (value: Value, isNumber: boolean): string =>
  value === null ? 'null' : isNumber ? plain(decimalOf(value) ?? new Exact(0)) : JSON.stringify(value);

function items(world: World, { set, fields, aliases }: State): fc.Arbitrary<readonly Item[]> {
  const item = fc
    .record({
      field: fc.constantFrom(...fields),
      method: fc.constantFrom<Method | undefined>('sum', 'min', 'max', 'average', 'countdistinct', undefined),
      from: fc.option(
        fc.record({ field: fc.constantFrom(...fields), method: fc.constantFrom<Method>('sum', 'max', 'average') }),
      ),
    })
    .map(({ field, method, from }): ((index: number) => Item) => {
      const fits =
        method === undefined || field.isNumber || method === 'countdistinct' || method === 'min' || method === 'max';
      const used = fits ? method : 'countdistinct';
      return (index) => itemOf(world, set, { field, method: used, from, alias: `A${aliases + index}` });
    });
  return fc.array(item, { minLength: 1, maxLength: 3 }).map((made) => made.map((make, index) => make(index)));
}

interface ItemParts {
  readonly field: Field;
  readonly method: Method | undefined;
  readonly from: { readonly field: Field; readonly method: Method } | null;
  readonly alias: string;
}

function itemOf(world: World, set: EntitySet, { field, method, from, alias }: ItemParts): Item {
  const values = (input: readonly Instance[]): Value => {
    if (method === undefined) return String(input.length);
    // Behind a navigation property each entity counts once.
    const [first = '', second] = field.path.split('/');
    const counted =
      second !== undefined && input.every(({ entity, values: own }) => entity !== undefined && !(field.path in own))
        ? [...new Set(input.map(({ entity = {} }) => entityBehind(world, set, entity, first)))].map(
            (each) => each?.[second] ?? null,
          )
        : input.map((instance) => valueOf(world, set, instance, field.path));
    return aggregated(counted, method, field.isNumber);
  };
  const isNumber = method === undefined || method === 'countdistinct' || field.isNumber;
  const isExact = method === 'min' || method === 'max' ? field.isText : true;
  const own = method === undefined ? '$count' : `${field.path} with ${method}`;
  if (from === null || !isNumber) {
    return { text: `${own} as ${alias}`, field: { path: alias, isNumber, isText: isNumber && isExact }, run: values };
  }
  const run = (input: readonly Instance[]): Value =>
    aggregated(
      grouped(world, set, input, [from.field]).map(({ members }) => values(members)),
      from.method,
      true,
    );
  return {
    text: `${own} from ${from.field.path} with ${from.method} as ${alias}`,
    field: { path: alias, isNumber: true, isText: from.method === 'max' ? isExact : true },
    run,
  };
}

// ---- Groups ---------------------------------------------------------------------------------------------------------

interface Group {
  readonly values: Readonly<Record<string, Value>>;
  readonly members: readonly Instance[];
}

/** In the order of what is grouped by. */
function grouped(world: World, set: EntitySet, input: readonly Instance[], by: readonly Field[]): readonly Group[] {
  const groups = new Map<string, { values: Record<string, Value>; members: Instance[] }>();
  for (const instance of input) {
    const values = Object.fromEntries(by.map(({ path }) => [path, valueOf(world, set, instance, path)]));
    const key = by.map(({ path, isNumber }) => keyOf(values[path] ?? null, isNumber)).join(' ');
    const group = groups.get(key) ?? { values, members: [] };
    groups.set(key, group);
    group.members.push(instance);
  }
  return [...groups.values()].toSorted(
    (a, b) =>
      by
        .map(({ path, isNumber }) => compare(a.values[path] ?? null, b.values[path] ?? null, isNumber))
        .find((each) => each !== 0) ?? 0,
  );
}

function groupby(world: World, state: State): fc.Arbitrary<Step> {
  const { set, fields, aliases } = state;
  const by = fc.uniqueArray(fc.constantFrom(...fields), { minLength: 1, maxLength: 3, selector: ({ path }) => path });
  return fc
    .record({
      by,
      made: fc.option(items(world, state)),
      rolls: fc.boolean(),
      top: fc.integer({ min: 1, max: 2 }),
      keeps: fc.boolean(),
    })
    .map(({ by: paths, made, rolls, top, keeps }): Step => {
      const names = paths.map(({ path }) => path).join(',');
      if (keeps && state.isWhole) {
        const run = (input: readonly Instance[]) =>
          grouped(world, set, input, paths).flatMap(({ members }) => members.slice(0, top));
        return { text: `groupby((${names}),top(${top}))`, state, run };
      }
      const isRolled = rolls && paths.length > 1;
      const levels = isRolled ? paths.map((_, index) => paths.slice(0, paths.length - index)) : [paths];
      const run = (input: readonly Instance[]): readonly Instance[] =>
        levels.flatMap((level) =>
          grouped(world, set, input, level).map(({ values, members }) => ({
            values: {
              ...values,
              ...Object.fromEntries((made ?? []).map((item) => [item.field.path, item.run(members)])),
            },
          })),
        );
      const apply = made === null ? '' : `,aggregate(${made.map(({ text }) => text).join(',')})`;
      const left = [...(isRolled ? paths.slice(0, 1) : paths), ...(made ?? []).map(({ field }) => field)];
      return {
        text: `groupby((${isRolled ? `rollup(${names})` : names})${apply})`,
        state: { set, fields: left, isWhole: false, aliases: aliases + 3 },
        run,
      };
    });
}

// ---- Steps ----------------------------------------------------------------------------------------------------------

function step(world: World, state: State, depth: number): fc.Arbitrary<Step> {
  const { set, fields, aliases } = state;
  const numbers = fields.filter(({ isNumber }) => isNumber);
  const field = fc.constantFrom(...fields);
  const of =
    ({ path }: Field) =>
    (instance: Instance) =>
      valueOf(world, set, instance, path);
  const any: fc.Arbitrary<Step>[] = [
    groupby(world, state),
    items(world, state).map((made) => ({
      text: `aggregate(${made.map(({ text }) => text).join(',')})`,
      state: { set, fields: made.map((item) => item.field), isWhole: false, aliases: aliases + 3 },
      run: (input) => [{ values: Object.fromEntries(made.map((item) => [item.field.path, item.run(input)])) }],
    })),
    field.map((by) => ({
      text: `filter(${by.path} ne null)`,
      state,
      run: (input) => input.filter((each) => of(by)(each) !== null),
    })),
    fc.tuple(field, fc.boolean()).map(([by, down]) => ({
      text: `orderby(${by.path}${down ? ' desc' : ''})`,
      state,
      run: (input) => input.toSorted((a, b) => (down ? -1 : 1) * compare(of(by)(a), of(by)(b), by.isNumber)),
    })),
    fc.tuple(fc.constantFrom('top', 'skip'), fc.integer({ min: 0, max: 5 })).map(([method, count]) => ({
      text: `${method}(${count})`,
      state,
      run: (input) => (method === 'top' ? input.slice(0, count) : input.slice(count)),
    })),
    fc.constant({ text: 'identity', state, run: (input: readonly Instance[]) => input }),
  ];
  if (numbers.length > 0) {
    const number = fc.constantFrom(...numbers);
    any.push(
      fc.tuple(number, fc.integer({ min: -3, max: 12 })).map(([by, least]) => ({
        text: `filter(${by.path} gt ${least})`,
        state,
        run: (input) => input.filter((each) => decimalOf(of(by)(each))?.greaterThan(least)),
      })),
      number.map((by) => {
        const alias = `A${aliases}`;
        return {
          text: `compute(${by.path} mul 1.5 as ${alias})`,
          state: { ...state, fields: [...fields, { path: alias, isNumber: true, isText: true }], aliases: aliases + 3 },
          run: (input) =>
            input.map((each) => {
              const value = decimalOf(of(by)(each));
              return { ...each, values: { ...each.values, [alias]: value === null ? null : plain(value.times(1.5)) } };
            }),
        };
      }),
      rank(number, of, state),
    );
  }
  if (depth > 0) any.push(concat(world, state, depth));
  return fc.oneof(...any);
}

function rank(
  number: fc.Arbitrary<Field>,
  of: (field: Field) => (instance: Instance) => Value,
  state: State,
): fc.Arbitrary<Step> {
  return fc
    .tuple(number, fc.constantFrom('count', 'sum', 'percent'), fc.boolean(), fc.integer({ min: -9, max: 20 }))
    .map(([by, until, isTop, drawn]) => {
      const amount = until === 'sum' ? drawn : Math.abs(drawn) + 1;
      const number = (each: Instance) => decimalOf(of(by)(each)) ?? new Exact(0);
      const sumOf = (input: readonly Instance[]) => input.reduce((sum, each) => sum.plus(number(each)), new Exact(0));
      return {
        text: `${isTop ? 'top' : 'bottom'}${until}(${amount},${by.path})`,
        state,
        run: (input: readonly Instance[]) => {
          const ranked = input.toSorted((a, b) => (isTop ? -1 : 1) * compare(of(by)(a), of(by)(b), true));
          const total = sumOf(input);
          const isEnough = (taken: readonly Instance[]): boolean => {
            if (until === 'count') return taken.length === amount;
            const sum = sumOf(taken);
            if (until === 'sum') return amount < 0 ? sum.lessThanOrEqualTo(amount) : sum.greaterThanOrEqualTo(amount);
            return !total.isZero() && sum.div(total).times(100).greaterThanOrEqualTo(amount);
          };
          const size = Array.from({ length: ranked.length }, (_, count) => count).find((count) =>
            isEnough(ranked.slice(0, count)),
          );
          return ranked.slice(0, size ?? ranked.length);
        },
      };
    });
}

/** Sequences of `concat` that leave the same kind of instances. */
function concat(world: World, state: State, depth: number): fc.Arbitrary<Step> {
  const one = sequence(world, state, depth - 1).filter(({ state: left }) => !left.isWhole);
  return fc.tuple(one, one).map(([a, b]) => {
    // Of what only one of them leaves, the other's instances have none.
    const isBoth = ({ path }: Field): boolean =>
      b.state.fields.some((each) => each.path === path) && (!/^A\d/.test(path) || isKnown(path, state));
    return {
      text: `concat(${renamed(a.text, state, 'L')},${renamed(b.text, state, 'R')})`,
      state: {
        ...state,
        fields: a.state.fields.filter(isBoth),
        isWhole: false,
        aliases: Math.max(a.state.aliases, b.state.aliases),
      },
      run: (input) => [...renamedIn(a.run(input), state, 'L'), ...renamedIn(b.run(input), state, 'R')],
    };
  });
}

const isKnown = (name: string, { aliases }: State): boolean => Number(/\d+/.exec(name)?.[0]) < aliases;

/** Aliases that are given within one sequence get names of their own. */
const renamed = (text: string, state: State, side: 'L' | 'R'): string =>
  text.replaceAll(/\bA\d+[LR]*\b/g, (name) => (isKnown(name, state) ? name : `${name}${side}`));

const renamedIn = (instances: readonly Instance[], state: State, side: 'L' | 'R'): readonly Instance[] =>
  instances.map(({ values }) => ({
    values: Object.fromEntries(Object.entries(values).map(([name, value]) => [renamed(name, state, side), value])),
  }));

export function sequence(world: World, state: State, depth: number): fc.Arbitrary<Step> {
  const first = step(world, state, depth);
  return first.chain((before) => {
    if (depth <= 0 || before.state.fields.length === 0) return fc.constant(before);
    return fc.option(sequence(world, before.state, depth - 1)).map((behind) =>
      behind === null
        ? before
        : {
            text: `${before.text}/${behind.text}`,
            state: behind.state,
            run: (input) => behind.run(before.run(input)),
          },
    );
  });
}

// ---- Whole queries --------------------------------------------------------------------------------------------------

export interface Pipeline {
  readonly url: string;
  /** What is shown in the end, as JSON with IEEE754Compatible has it. */
  readonly expected: readonly unknown[];
}

const FORMAT = '$format=application/json;IEEE754Compatible=true;odata.metadata=none';

/** A query over an entity set, and what a look through all rows finds. */
export function pipelines(world: World, set: EntitySet, depth: number): fc.Arbitrary<Pipeline> {
  return sequence(world, initial(world, set), depth).map(({ text, state, run }) => {
    const input = (world.rows[set.name] ?? []).map((entity) => ({ entity, values: {} }));
    const left = run(input);
    const shown = state.isWhole
      ? state.fields.filter(
          ({ path }) => !path.includes('/') && (/^A\d/.test(path) || set.entityType.key.includes(path)),
        )
      : undefined;
    const select = shown === undefined ? '' : `&$select=${shown.map(({ path }) => path).join(',')}`;
    const expected = left.map((instance) => {
      const paths = shown?.map(({ path }) => path) ?? Object.keys(instance.values);
      return paths.reduce<Row>(
        (made, path) => put(made, path.split('/'), shownValue(valueOf(world, set, instance, path), path, set)),
        {},
      );
    });
    return { url: `${set.name}?$apply=${encodeURIComponent(text)}${select}&${FORMAT}`, expected };
  });
}

/** Of own properties as their type has it; what was made of numbers is a decimal. */
function shownValue(value: Value, path: string, set: EntitySet): Value {
  const property = set.entityType.properties.find(({ name }) => name === path);
  const isDecimal = property === undefined ? false : exactTypes.includes(property.type.name);
  return isDecimal && value !== null ? plain(decimalOf(value) ?? new Exact(0)) : value;
}

function put(within: Row, [name = '', ...rest]: readonly string[], value: Value): Row {
  if (rest.length === 0) return { ...within, [name]: value };
  const inner = within[name];
  return { ...within, [name]: put(isObject(inner) ? inner : {}, rest, value) };
}

/** Decimals as texts without what does not change them, at any depth: `7.50` and 7.5 are the same. */
export const normal = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (_, each: unknown) =>
    typeof each === 'number' || (typeof each === 'string' && /^-?\d+(\.\d+)?$/.test(each))
      ? plain(new Exact(each))
      : each,
  );
