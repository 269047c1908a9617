/**
 * What the columns of a flat view are made of: values that stand in the base set's rows, what depends on their keys alone
 * (of a person, a job, a day) and is worked out once for each, and what is left to be worked out for each row.
 */
import { LRUCache } from 'lru-cache';
import type { BoundExpression, BoundProperty } from '../../bound/bound.ts';
import type { DerivedSet } from '../../bound/derived.ts';
import { partsOf, withOperands } from '../../bound/operands.ts';
import { printExpression } from '../../bound/print-bound.ts';
import type { ValueType } from '../../model/comparison.ts';
import type { Property } from '../../model/edm.ts';
import type { Value } from '../../model/values.ts';
import { referencesOf } from '../../plan/references.ts';
import { plainName } from '../evaluate/evaluate-row.ts';
import { constantsWithin, settled } from './view-constants.ts';

export interface ViewParts {
  readonly columns: readonly ViewColumn[];
  /** What entities are told apart by, as far as some columns are concerned. */
  readonly keys: readonly ViewKey[];
  /** In an order in which each needs those before it alone; their expressions are over a `ViewRecord`. */
  readonly computed: readonly Computed[];
  /** Properties of the base set that a `ViewRecord` has under their names. */
  readonly measures: readonly string[];
}

/** A property of the view, and where its text comes from. */
export type ViewColumn = { readonly property: Property } & (
  | { readonly kind: 'Copied'; readonly from: string }
  | { readonly kind: 'Keyed'; readonly key: number; readonly place: number }
  | { readonly kind: 'Computed' }
);

export interface ViewKey {
  /** Names of properties of the base set; none for what is the same for all. */
  readonly properties: readonly string[];
  /** What depends on them alone, by their places. */
  readonly expressions: readonly BoundExpression[];
  /** Of those that others are computed from: where they stand in a `ViewRecord`. */
  readonly slots: ReadonlyMap<number, string>;
}

interface Computed {
  readonly name: string;
  readonly property: Property;
  readonly expression: BoundExpression;
}

/** Columns of a view that are wanted together. */
export interface ViewChoice {
  /** What is the same for all entities. */
  readonly constants: readonly BoundExpression[];
  /** The parts, for the values of the constants; undefined where a column looks at what each entity has of its own. */
  partsFor(values: readonly Value[]): ViewParts | undefined;
}

/** What is made of choices of columns is made once for a model. */
const MOST_CHOICES = 50;
const known = new WeakMap<DerivedSet, LRUCache<string, ViewChoice>>();

/** The choice of the named columns. */
export function viewChoice(set: DerivedSet, names: readonly string[]): ViewChoice {
  const ofSet = known.get(set) ?? new LRUCache({ max: MOST_CHOICES });
  known.set(set, ofSet);
  const name = names.join();
  const choice = ofSet.get(name) ?? makeChoice(set, names);
  ofSet.set(name, choice);
  return choice;
}

interface Wanted {
  readonly property: Property;
  readonly expression: BoundExpression;
}

function makeChoice({ columns, entitySet }: DerivedSet, names: readonly string[]): ViewChoice {
  const wanted = entitySet.entityType.properties.flatMap((property): readonly Wanted[] => {
    const expression = names.includes(property.name) ? columns.get(property.name) : undefined;
    return expression === undefined ? [] : [{ property, expression }];
  });
  const constants = constantsWithin(wanted.map(({ expression }) => expression));
  const made = new LRUCache<string, { readonly parts: ViewParts | undefined }>({ max: MOST_CHOICES });
  return {
    constants,
    partsFor: (values) => {
      const name = JSON.stringify(values);
      const valueOf = new Map(constants.map((constant, index) => [constant, values[index] ?? null]));
      const over = ({ property, expression }: Wanted): Wanted => ({
        property,
        expression: settled(expression, valueOf),
      });
      const { parts } = made.get(name) ?? { parts: makeParts(wanted.map(over)) };
      made.set(name, { parts });
      return parts;
    },
  };
}

function makeParts(wanted: readonly Wanted[]): ViewParts | undefined {
  const { joins } = referencesOf(wanted.map(({ expression }) => expression));
  // What lies behind a collection of the entity's own depends on nothing that others have, too.
  if (joins.some(({ navigation, items }) => items !== undefined && navigation.join.length > 0)) return undefined;
  const tied = new Set(joins.flatMap(({ navigation }) => navigation.join.map(({ from }) => from)));
  const keys = new Keys();
  const computed: Wanted[] = [];
  const viewColumns = wanted.map(({ property, expression }): ViewColumn => {
    const from = plainName(expression);
    if (from !== undefined) return { property, kind: 'Copied', from };
    const properties = [...referencesOf([expression]).properties];
    if (properties.length <= 1 || properties.every((name) => tied.has(name)))
      return { property, kind: 'Keyed', ...keys.add(properties, expression) };
    computed.push({ property, expression });
    return { property, kind: 'Computed' };
  });
  const over = overRecords(keys, tied);
  const ofRecords = computed
    .toSorted((one, other) => partsOf(one.expression) - partsOf(other.expression))
    .map(({ property, expression }) => ({
      property,
      name: `=${property.name}`,
      expression: over.add(property.name, expression),
    }));
  if (!over.isWhole()) return undefined;
  return { columns: viewColumns, keys: keys.all(), computed: ofRecords, measures: [...over.measures] };
}

interface GrowingKey {
  readonly index: number;
  readonly properties: readonly string[];
  readonly places: Map<string, number>;
  readonly expressions: BoundExpression[];
  readonly slots: Map<number, string>;
}

/** What keys there are, and what depends on each, each expression once. */
class Keys {
  private readonly keys = new Map<string, GrowingKey>();

  add(properties: readonly string[], expression: BoundExpression): { readonly key: number; readonly place: number } {
    const sorted = properties.toSorted();
    const name = sorted.join();
    const key: GrowingKey = this.keys.get(name) ?? {
      index: this.keys.size,
      properties: sorted,
      places: new Map(),
      expressions: [],
      slots: new Map(),
    };
    this.keys.set(name, key);
    const text = printed(expression);
    const place = key.places.get(text) ?? key.expressions.push(expression) - 1;
    key.places.set(text, place);
    return { key: key.index, place };
  }

  /** The name that a `ViewRecord` has the expression under. */
  slot(properties: readonly string[], expression: BoundExpression): string {
    const { key, place } = this.add(properties, expression);
    const name = `${key}.${place}`;
    [...this.keys.values()][key]?.slots.set(place, name);
    return name;
  }

  all(): readonly ViewKey[] {
    return [...this.keys.values()].map(({ properties, expressions, slots }) => ({ properties, expressions, slots }));
  }
}

/** Expressions of one text may differ in the type that something is cast to for a column. */
const printed = (expression: BoundExpression): string =>
  `${expression.type.type?.name ?? ''} ${printExpression(expression)}`;

/** Puts what is known of a record in the place of expressions over entities. */
function overRecords(keys: Keys, tied: ReadonlySet<string>) {
  const measures = new Set<string>();
  const before = new Map<string, BoundProperty>();
  let isWhole = true;
  const replaced = (node: BoundExpression): BoundExpression => {
    if (node.kind === 'BoundLiteral') return node;
    const same = before.get(printed(node));
    if (same !== undefined) return same;
    const from = plainName(node);
    if (from !== undefined) {
      measures.add(from);
      return node;
    }
    const properties = [...referencesOf([node]).properties];
    if (node.type.type !== null && properties.every((name) => tied.has(name)))
      return memberOf(keys.slot(properties, node), node.type);
    isWhole &&= node.kind !== 'BoundProperty' && node.kind !== 'BoundLambda';
    return withOperands(node, replaced);
  };
  return {
    measures,
    isWhole: () => isWhole,
    add: (name: string, expression: BoundExpression): BoundExpression => {
      const over = replaced(expression);
      before.set(printed(expression), memberOf(`=${name}`, expression.type));
      return over;
    },
  };
}

const memberOf = (name: string, type: ValueType): BoundProperty => ({
  kind: 'BoundProperty',
  type,
  path:
    type.type === null
      ? []
      : [{ kind: 'Property', name, type: type.type, collection: type.collection, nullable: true }],
  dynamic: type.type === null ? [name] : [],
});
