/**
 * Arbitraries for laws about lambdas: conditions with `any`, `all`, `$count` and `$filter` over a world's collections, one
 * within another, as text and as what a naive look through all rows says about an entity. Literals are values of the rows,
 * so that conditions are often true.
 */
import fc from 'fast-check';
import type { EntitySet, NavigationProperty, Property } from '../../src/model/edm.ts';
import { modelIndex, targetOf } from '../../src/model/model-index.ts';
import { isList, type Row, type Value } from '../../src/model/values.ts';
import { isObject } from '../../src/util/json-object.ts';
import type { World } from './expand-trees.ts';

/** True, false, or unknown. */
type Truth = boolean | null;

/** What names stand for: the instance at hand (''), `$it` and range variables. */
type Names = ReadonlyMap<string, Value>;

export interface Condition {
  readonly text: string;
  readonly holds: (names: Names) => Truth;
}

/** What names can be begun with, and of what entities, or of what values, these are. */
interface Place {
  readonly name: string;
  readonly of: EntitySet | Property;
}

export const atHand = (row: Row): Names => new Map([['', row]]);

/** A condition over the entities of a set. */
export const conditionOf = (world: World, set: EntitySet, depth = 2): fc.Arbitrary<Condition> =>
  condition({ world, places: [{ name: '', of: set }], top: '' }, depth);

interface Scope {
  readonly world: World;
  readonly places: readonly Place[];
  /** The name of what `$it` is. */
  readonly top: '' | '$it';
}

function condition(scope: Scope, depth: number): fc.Arbitrary<Condition> {
  const leaves = leaf(scope);
  if (depth === 0) return leaves;
  const inner = condition(scope, depth - 1);
  const operands = fc.tuple(inner, inner);
  const items = scope.places.flatMap((place) => collectionsOf(scope.world, place));
  const lambdas =
    items.length === 0 ? leaves : fc.constantFrom(...items).chain((each) => overItems(scope, each, depth));
  return fc.oneof(
    { weight: 4, arbitrary: lambdas },
    { weight: 1, arbitrary: leaves },
    {
      weight: 1,
      arbitrary: operands.map(([a, b]) => ({
        text: `(${a.text}) and (${b.text})`,
        holds: (names: Names): Truth => junction(a.holds(names), b.holds(names), false),
      })),
    },
    {
      weight: 1,
      arbitrary: operands.map(([a, b]) => ({
        text: `(${a.text}) or (${b.text})`,
        holds: (names: Names): Truth => junction(a.holds(names), b.holds(names), true),
      })),
    },
    {
      weight: 1,
      arbitrary: inner.map((a) => ({
        text: `not (${a.text})`,
        holds: (names: Names): Truth => opposite(a.holds(names)),
      })),
    },
  );
}

const opposite = (truth: Truth): Truth => (truth === null ? null : !truth);

const junction = (a: Truth, b: Truth, deciding: boolean): Truth => {
  if (a === deciding || b === deciding) return deciding;
  return a === null || b === null ? null : !deciding;
};

// ---- Comparisons ----------------------------------------------------------------------------------------------------

const PLAIN: ReadonlySet<string> = new Set(['Edm.String', 'Edm.Guid', 'Edm.Date', 'Edm.Boolean', 'Edm.Int32']);

const isPlain = ({ type, collection }: Property): boolean => !collection && PLAIN.has(type.name);

/** A single value that a text leads to. */
interface Operand {
  readonly text: string;
  readonly type: string;
  readonly values: readonly Value[];
  readonly of: (names: Names) => Value;
}

function operandsOf(world: World, { name, of }: Place): readonly Operand[] {
  const item = (names: Names): Value => names.get(name) ?? null;
  if (of.kind === 'Property') {
    const values = Object.values(world.rows).flatMap((rows) => rows.flatMap((row) => listIn(row[of.name])));
    return [{ text: name === '' ? '$this' : name, type: of.type.name, values, of: item }];
  }
  return of.entityType.properties.filter(isPlain).map((property) => ({
    text: behind(name, property.name),
    type: property.type.name,
    values: (world.rows[of.name] ?? []).map((row) => row[property.name] ?? null),
    of: (names) => memberOf(item(names), property.name),
  }));
}

const behind = (name: string, member: string): string => (name === '' ? member : `${name}/${member}`);

const memberOf = (value: Value, name: string): Value => (isObject(value) ? ((value as Row)[name] ?? null) : null);

const listIn = (value: Value | undefined): readonly Value[] => (isList(value) ? value : []);

const comparisons: Readonly<Record<string, (a: Value, b: Value) => boolean>> = {
  eq: (a, b) => a === b,
  ne: (a, b) => a !== b,
  lt: (a, b) => a !== null && b !== null && a < b,
  ge: (a, b) => a === b || (a !== null && b !== null && a > b),
};

function leaf({ world, places }: Scope): fc.Arbitrary<Condition> {
  const operands = places.flatMap((place) => operandsOf(world, place));
  return fc.constantFrom(...operands).chain((left) => {
    const others = operands.filter(({ type, text }) => type === left.type && text !== left.text);
    const literal = fc.constantFrom(...left.values, null).map((value) => ({
      text: literalOf(value, left.type),
      of: (): Value => value,
    }));
    const right = others.length === 0 ? literal : fc.oneof(literal, fc.constantFrom(...others));
    const compared = fc
      .tuple(fc.constantFrom('eq', 'eq', 'ne', 'lt', 'ge'), right)
      .map(([operator, { text, of }]): Condition => ({
        text: `${left.text} ${operator} ${text}`,
        holds: (names: Names): Truth => comparisons[operator]?.(left.of(names), of(names)) ?? null,
      }));
    return left.type === 'Edm.String' ? fc.oneof({ weight: 3, arbitrary: compared }, contained(left)) : compared;
  });
}

/** Unknown where there is no text. */
const contained = (left: Operand): fc.Arbitrary<Condition> =>
  fc.constantFrom('a', 'e', '1').map((part) => ({
    text: `contains(${left.text},'${part}')`,
    holds: (names: Names): Truth => {
      const value = left.of(names);
      return typeof value === 'string' ? value.includes(part) : null;
    },
  }));

function literalOf(value: Value, type: string): string {
  if (value === null || typeof value === 'object') return 'null';
  return type === 'Edm.String' ? `'${String(value).replaceAll("'", "''")}'` : String(value);
}

// ---- Collections ----------------------------------------------------------------------------------------------------

interface Items {
  readonly text: string;
  readonly of: EntitySet | Property;
  readonly from: (names: Names) => readonly Value[];
}

function collectionsOf(world: World, { name, of }: Place): readonly Items[] {
  if (of.kind === 'Property') return [];
  const item = (names: Names): Value => names.get(name) ?? null;
  const index = modelIndex(world.model);
  const { properties, navigationProperties } = of.entityType;
  const values = properties
    .filter(({ type, collection }) => collection && PLAIN.has(type.name))
    .map((property): Items => ({
      text: behind(name, property.name),
      of: property,
      from: (names) => listIn(memberOf(item(names), property.name)),
    }));
  const related = (navigation: NavigationProperty, path: string, from: (names: Names) => readonly Value[]): Items => ({
    text: `${path}/${navigation.name}`.replace(/^\//, ''),
    of: targetOf(index, navigation),
    from: (names) => from(names).flatMap((entity) => relatedOf(world, navigation, entity)),
  });
  const here = (names: Names): readonly Value[] => [item(names)];
  const ways = navigationProperties.flatMap((navigation) => {
    if (navigation.collection) return [related(navigation, name, here)];
    const single = related(navigation, name, here);
    const next = targetOf(index, navigation).entityType.navigationProperties.filter(({ collection }) => collection);
    return next.map((each) => related(each, single.text, single.from));
  });
  return [...values, ...ways];
}

function relatedOf(world: World, { join, target }: NavigationProperty, entity: Value): readonly Row[] {
  return (world.rows[target] ?? []).filter((row) =>
    join.every(({ from, to, operator }) => {
      const [a, b] = [row[to] ?? null, memberOf(entity, from)];
      if (a === null || b === null) return false;
      if (operator === 'eq') return a === b;
      return operator === 'ge' ? a >= b : a <= b;
    }),
  );
}

function overItems(scope: Scope, items: Items, depth: number): fc.Arbitrary<Condition> {
  const filtered = filteredBy(scope, items, depth);
  return fc.oneof(
    { weight: 3, arbitrary: lambda(scope, fc.constant(items), depth) },
    { weight: 1, arbitrary: lambda(scope, filtered, depth) },
    {
      weight: 1,
      arbitrary: fc.tuple(filtered, fc.constantFrom('eq', 'ge', 'lt'), fc.nat(2)).map(([some, operator, count]) => ({
        text: `${some.text.replace(/\/\$filter\((.*)\)$/, '/$$count($$filter=$1)')} ${operator} ${count}`,
        holds: (names: Names): Truth => comparisons[operator]?.(some.from(names).length, count) ?? null,
      })),
    },
    {
      weight: 1,
      arbitrary: fc.constant({
        text: `${items.text}/any()`,
        holds: (names: Names): Truth => items.from(names).length > 0,
      }),
    },
  );
}

/** Names without a variable are the item's there, and what was at hand is `$it`. */
function filteredBy(scope: Scope, items: Items, depth: number): fc.Arbitrary<Items> {
  const around = scope.places.filter(({ name }) => name !== '' || scope.top === '');
  const places = around.map((place) => (place.name === '' ? { ...place, name: '$it' } : place));
  const inner: Scope = { ...scope, places: [{ name: '', of: items.of }, ...places], top: '$it' };
  return condition(inner, depth - 1).map(({ text, holds }) => ({
    ...items,
    text: `${items.text}/$filter(${text})`,
    from: (names) => {
      const around = scope.top === '' ? new Map([...names, ['$it', names.get('') ?? null]]) : names;
      return items.from(names).filter((item) => holds(new Map([...around, ['', item]])) === true);
    },
  }));
}

const lambda = (scope: Scope, from: fc.Arbitrary<Items>, depth: number): fc.Arbitrary<Condition> =>
  from.chain((items) => {
    const variable = `v${scope.places.length}`;
    const inner = { ...scope, places: [...scope.places, { name: variable, of: items.of }] };
    return fc.tuple(fc.constantFrom('any', 'all'), condition(inner, depth - 1)).map(([operator, { text, holds }]) => ({
      text: `${items.text}/${operator}(${variable}:${text})`,
      holds: (names: Names): Truth => {
        const isTrue = (item: Value): boolean => holds(new Map([...names, [variable, item]])) === true;
        return operator === 'any' ? items.from(names).some(isTrue) : items.from(names).every(isTrue);
      },
    }));
  });
