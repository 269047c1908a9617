/**
 * Arbitraries for laws about `$expand`: trees of navigation properties with nested options, as text and as what a naive
 * look through all rows says about them. Whatever decides about an order is in the order, so that answers can be compared.
 */
import fc from 'fast-check';
import type { EdmModel, EntitySet, NavigationProperty, Property } from '../../src/model/edm.ts';
import { modelIndex, targetOf } from '../../src/model/model-index.ts';
import type { Row } from '../../src/model/values.ts';
import { entityUrl } from '../../src/protocol/links.ts';
import { isObject } from '../../src/util/json-object.ts';

export interface World {
  readonly model: EdmModel;
  readonly rows: Readonly<Record<string, readonly Row[]>>;
}

interface Condition {
  readonly text: string;
  readonly holds: (row: Row) => boolean;
}

/** What is shown of an entity set's entities. */
export interface Shown {
  readonly set: EntitySet;
  readonly select: readonly string[];
  readonly items: readonly Item[];
}

interface Item {
  readonly navigation: NavigationProperty;
  readonly form: 'entities' | '$ref' | '$count';
  readonly levels: number | 'max';
  readonly filter: Condition | undefined;
  /** By this and the key; absent: in any order. */
  readonly order: { readonly name: string; readonly descending: boolean } | undefined;
  readonly skip: number | undefined;
  readonly top: number | undefined;
  readonly count: boolean;
  readonly shown: Shown;
}

// ---- Arbitraries ----------------------------------------------------------------------------------------------------

/** Types whose JSON is the value itself. */
const PLAIN: ReadonlySet<string> = new Set(['Edm.String', 'Edm.Guid', 'Edm.Date', 'Edm.Boolean', 'Edm.Int32']);

const plain = ({ entityType }: EntitySet): readonly Property[] =>
  entityType.properties.filter(({ type, collection }) => !collection && PLAIN.has(type.name));

const texts = (set: EntitySet): readonly string[] =>
  plain(set).flatMap(({ name, type }) => (type.name === 'Edm.String' ? [name] : []));

export const shownOf = (world: World, set: EntitySet, depth: number): fc.Arbitrary<Shown> =>
  fc.record({
    set: fc.constant(set),
    select: fc
      .subarray(plain(set).map(({ name }) => name))
      .map((names) => [...new Set([...set.entityType.key, ...names])]),
    items: depth === 0 ? fc.constant([]) : itemsOf(world, set, depth),
  });

const itemsOf = (world: World, set: EntitySet, depth: number): fc.Arbitrary<readonly Item[]> =>
  fc
    .subarray([...set.entityType.navigationProperties], {
      maxLength: Math.min(2, set.entityType.navigationProperties.length),
    })
    .chain((navigations) => fc.tuple(...navigations.map((navigation) => itemOf(world, set, navigation, depth))));

function itemOf(world: World, owner: EntitySet, navigation: NavigationProperty, depth: number): fc.Arbitrary<Item> {
  const set = targetOf(modelIndex(world.model), navigation);
  const isRecursive = set.entityType === owner.entityType;
  const { collection } = navigation;
  const forms = ['entities', 'entities', 'entities', '$ref', ...(collection ? (['$count'] as const) : [])] as const;
  const maybe = <Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
    collection ? fc.option(arbitrary, { nil: undefined }) : fc.constant(undefined);
  return fc
    .record({
      navigation: fc.constant(navigation),
      form: fc.constantFrom(...forms),
      levels: isRecursive ? fc.constantFrom<number | 'max'>(1, 2, 3, 'max') : fc.constant(1),
      filter: maybe(conditionOf(world, set)),
      order: maybe(fc.record({ name: fc.constantFrom(...texts(set)), descending: fc.boolean() })),
      skip: maybe(fc.integer({ min: 0, max: 2 })),
      top: maybe(fc.integer({ min: 0, max: 3 })),
      count: collection ? fc.boolean() : fc.constant(false),
      shown: shownOf(world, set, depth - 1),
    })
    .map((item) => legal(item));
}

/** What only some forms take; `$levels=max` is where nothing else is repeated, which would be too much for one request. */
function legal(item: Item): Item {
  const { form, shown, navigation, skip, top } = item;
  const items = shown.items.filter((inner) => inner.navigation.name !== navigation.name);
  const others = {
    ...shown,
    items: items.map((inner) => ({ ...inner, levels: inner.levels === 'max' ? 2 : inner.levels })),
  };
  const key = shown.set.entityType.key[0] ?? '';
  const paged = skip !== undefined || top !== undefined;
  const order = item.order ?? (paged ? { name: key, descending: false } : undefined);
  if (form === 'entities') return { ...item, order, shown: item.levels === 1 ? shown : others };
  const bare = { ...item, levels: 1, shown: { ...shown, items: [] } } as const;
  if (form === '$ref') return { ...bare, order };
  return { ...bare, order: undefined, skip: undefined, top: undefined, count: false };
}

function conditionOf({ rows }: World, set: EntitySet): fc.Arbitrary<Condition> {
  const values = (name: string): readonly string[] =>
    (rows[set.name] ?? []).flatMap((row) => (typeof row[name] === 'string' ? [row[name]] : []));
  return fc.constantFrom(...texts(set)).chain((name) =>
    fc.oneof(
      fc.constant({ text: `${name} ne null`, holds: (row: Row) => (row[name] ?? null) !== null }),
      fc.constantFrom(...values(name), 'a').map((value) => ({
        text: `${name} eq '${value.replaceAll("'", "''")}'`,
        holds: (row: Row) => row[name] === value,
      })),
      fc.constantFrom('a', 'e', 'o').map((part) => ({
        text: `contains(${name},'${part}')`,
        holds: (row: Row) => typeof row[name] === 'string' && row[name].includes(part),
      })),
    ),
  );
}

// ---- Text -----------------------------------------------------------------------------------------------------------

type Option = readonly [name: string, value: string];

/** A query of an entity set's entities without metadata, percent-encoded. */
export const urlOf = (shown: Shown): string => {
  const options = [...optionsOf(shown), ['$format', 'application/json;odata.metadata=none'] as const];
  return `${shown.set.name}?${options.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')}`;
};

const optionsOf = ({ select, items }: Shown): readonly Option[] => [
  ['$select', select.join(',')],
  ...(items.length === 0 ? [] : [['$expand', items.map(textOf).join(',')] as const]),
];

function textOf({ navigation, form, levels, filter, order, skip, top, count, shown }: Item): string {
  const keys = shown.set.entityType.key.filter((name) => name !== order?.name);
  const by = order && [`${order.name}${order.descending ? ' desc' : ''}`, ...keys].join(',');
  const all: readonly (readonly [string, string | number | undefined])[] = [
    ['$filter', filter?.text],
    ['$orderby', by],
    ['$skip', skip],
    ['$top', top],
    ['$count', count ? 'true' : undefined],
    ...(form === 'entities' ? optionsOf(shown) : []),
    ['$levels', levels === 1 ? undefined : levels],
  ];
  const options = all.flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]));
  const path = form === 'entities' ? navigation.name : `${navigation.name}/${form}`;
  return options.length === 0 ? path : `${path}(${options.join(';')})`;
}

// ---- What it means --------------------------------------------------------------------------------------------------

const MOST_LEVELS = 10;

const depthOf = ({ items }: Shown): number =>
  items.reduce((deepest, { levels, shown }) => Math.max(deepest, Number(levels) + depthOf(shown)), 0);

/** The answer to a query, as `normal` has it. */
export const expected = (world: World, shown: Shown): readonly Row[string][] =>
  (world.rows[shown.set.name] ?? []).map((row) => normal(naive(world, shown, row), shown.items, ''));

/** An entity as its JSON says it without metadata; `around` are the entities that one must not stand in. */
function naive(world: World, shown: Shown, row: Row, level = 1, around: readonly string[] = []): Row {
  const { set, select, items } = shown;
  const isRemembered = items.some(({ levels }) => levels === 'max');
  const id = entityUrl(world.model, set, row) ?? '';
  const within = isRemembered ? [...around, id] : around;
  return Object.fromEntries([
    ...select.map((name) => [name, row[name] ?? null] as const),
    ...items.flatMap((item) => members(world, item, row, level, within)),
  ]);
}

function members(
  world: World,
  item: Item,
  row: Row,
  level: number,
  around: readonly string[],
): readonly (readonly [string, Row[string]])[] {
  const { navigation, form, filter, skip = 0, top = Number.POSITIVE_INFINITY, count, shown } = item;
  const { name } = navigation;
  const matching = relatedTo(world, navigation, row).filter((each) => filter === undefined || filter.holds(each));
  const counted = [`${name}@odata.count`, matching.length] as const;
  if (form === '$count') return [counted];
  const inner = withLevels(item, level);
  const shownRows = inOrder(matching, item)
    .slice(skip, skip + top)
    .map((each) => {
      const id = entityUrl(world.model, shown.set, each) ?? '';
      const isReference = form === '$ref' || (item.levels === 'max' && around.includes(id));
      return isReference ? { '@odata.id': id } : naive(world, inner, each, level + 1, around);
    });
  return [...(count ? [counted] : []), [name, navigation.collection ? shownRows : (shownRows[0] ?? null)]];
}

/** What is shown of the entities of the next level, which is one less where there is a number of them. */
function withLevels(item: Item, level: number): Shown {
  const { levels, shown } = item;
  const isLast = levels === 'max' ? level + depthOf(shown) >= MOST_LEVELS : levels === 1;
  const next = { ...item, levels: levels === 'max' ? levels : levels - 1 };
  return isLast ? shown : { ...shown, items: [...shown.items, next] };
}

function relatedTo({ model, rows }: World, { target, join }: NavigationProperty, row: Row): readonly Row[] {
  const set = model.entitySets.find(({ name }) => name === target);
  return (rows[set?.name ?? ''] ?? []).filter((each) =>
    join.every(({ from, to, operator }) => {
      const [own, other] = [row[from] ?? null, each[to] ?? null];
      if (own === null || other === null) return false;
      if (operator === 'eq') return own === other;
      return operator === 'ge' ? other >= own : other <= own;
    }),
  );
}

function inOrder(rows: readonly Row[], { order, shown }: Item): readonly Row[] {
  if (order === undefined) return rows;
  const sign = order.descending ? -1 : 1;
  const { key } = shown.set.entityType;
  return rows.toSorted(
    (a, b) =>
      sign * compare(a[order.name], b[order.name]) ||
      key.reduce((result, name) => result || compare(a[name], b[name]), 0),
  );
}

/** Null is least. */
function compare(a: Row[string] = null, b: Row[string] = null): number {
  if (a === null || b === null) return Number(a !== null) - Number(b !== null);
  return a < b ? -1 : Number(a > b);
}

/** An answer with collections that are in no order in one, and ids relative to the root. */
export function normal(value: Row[string], items: readonly Item[], root: string): Row[string] {
  if (!isObject(value)) return value ?? null;
  const byName = new Map(items.map((item) => [item.navigation.name, item]));
  return Object.fromEntries(
    Object.entries(value).map(([name, member = null]) => {
      if (name === '@odata.id' && typeof member === 'string') return [name, member.replace(root, '')];
      const item = byName.get(name);
      if (item === undefined) return [name, member];
      const inner = [...item.shown.items, item];
      if (!Array.isArray(member)) return [name, normal(member, inner, root)];
      const list = member.map((each: Row) => normal(each, inner, root));
      return [
        name,
        item.order === undefined ? list.toSorted((a, b) => compare(JSON.stringify(a), JSON.stringify(b))) : list,
      ];
    }),
  );
}
