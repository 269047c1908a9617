/** The conditions that tie an entity to its related ones, as keys to match by and as conditions to ask for. */
import type { BoundExpression } from '../bound/bound.ts';
import { isBounded, isOneOf } from '../bound/conditions.ts';
import { canonicalKey, orderOf, type Order } from '../model/comparison.ts';
import type { EntitySet, JoinCondition, NavigationProperty, Property } from '../model/edm.ts';
import { propertyOf } from '../model/model-index.ts';
import type { ValueRange } from '../source/source.ts';
import { withinRanges } from './within-ranges.ts';
import { isPrimitive, type Present, type PrimitiveValue, type Row } from '../model/values.ts';

/** Values to match by, as one. */
export type MatchKey = PrimitiveValue;

export interface JoinConditions {
  /** Names of the properties of either side that the conditions look at. */
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** Names of the related entities' properties that must equal a value. */
  readonly equalTo: readonly string[];
  /** Entities with the same key have the same related ones; undefined where null stands, which is related to nothing. */
  entityKey(entity: Row): MatchKey | undefined;
  /** Equal for an entity and its related ones; `holds` says the rest. */
  fromKey(entity: Row): MatchKey | undefined;
  toKey(related: Row): MatchKey | undefined;
  holds(entity: Row, related: Row): boolean;
  /** Finds an entity's related ones among rows that have its `fromKey` as their `toKey`, in their order. */
  among(rows: readonly Row[]): (entity: Row) => readonly Row[];
  /** The same for all conditions that look at the same properties in the same way. */
  readonly shape: readonly JoinCondition[];
  /** What the related ones of all these entities satisfy: properties that equal a value of theirs. */
  equalities(entities: readonly Row[]): readonly BoundExpression[];
  /** The same: properties that are at least, or at most, a value of theirs. */
  bounds(entities: readonly Row[]): readonly BoundExpression[];
  /** The same for all entities whose properties are within these values. */
  boundsWithin(spanOf: (property: string) => ValueRange): readonly BoundExpression[];
}

export function joinConditions({ join }: NavigationProperty, target: EntitySet): JoinConditions {
  const conditions = join.map((condition) => typed(condition, target));
  const equal = conditions.filter(({ operator }) => operator === 'eq');
  const ranges = conditions.filter(({ operator }) => operator !== 'eq');
  const holds = (entity: Row, related: Row): boolean =>
    ranges.every((condition) => isWithin(condition, entity, related));
  return {
    from: conditions.map(({ from }) => from),
    to: conditions.map(({ to }) => to),
    equalTo: equal.map(({ to }) => to),
    entityKey: keyReader(conditions.map(({ from, type }) => [from, canonicalKey(type)])),
    fromKey: keyReader(equal.map(({ from, type }) => [from, canonicalKey(type)])),
    toKey: keyReader(equal.map(({ to, type }) => [to, canonicalKey(type)])),
    holds,
    among: (rows) => finderAmong(rows, ranges, holds),
    shape: join,
    equalities: (entities) => equal.map((condition) => equalityOf(condition, entities)),
    bounds: (entities) => ranges.flatMap((condition) => boundOf(condition, entities)),
    boundsWithin: (spanOf) => ranges.flatMap((condition) => boundWithin(condition, spanOf(condition.from))),
  };
}

interface TypedCondition extends JoinCondition {
  readonly type: Property;
  readonly order: Order;
}

function typed(condition: JoinCondition, { entityType }: EntitySet): TypedCondition {
  const type = propertyOf(entityType, condition.to);
  return { ...condition, type, order: orderOf(type) };
}

type KeyPart = readonly [name: string, keyOf: (value: Present) => MatchKey];

function keyReader(parts: readonly KeyPart[]): (row: Row) => MatchKey | undefined {
  const [first] = parts;
  if (first === undefined) return () => '';
  if (parts.length === 1) {
    const [name, keyOf] = first;
    return (row) => {
      const value = row[name] ?? null;
      return value === null ? undefined : keyOf(value);
    };
  }
  return (row) => {
    let text = '';
    for (const [name, keyOf] of parts) {
      const value = row[name] ?? null;
      if (value === null) return undefined;
      const key = keyOf(value);
      text += typeof key === 'string' ? `${key.length}:${key}` : `${String(key)};`;
    }
    return text;
  };
}

function isWithin({ from, to, operator, order }: TypedCondition, entity: Row, related: Row): boolean {
  const bound = entity[from] ?? null;
  const value = related[to] ?? null;
  if (bound === null || value === null) return false;
  return operator === 'ge' ? order(value, bound) >= 0 : order(value, bound) <= 0;
}

function finderAmong(
  rows: readonly Row[],
  ranges: readonly TypedCondition[],
  holds: JoinConditions['holds'],
): (entity: Row) => readonly Row[] {
  if (ranges.length === 0) return () => rows;
  const [begin, end] = [ranges.find(({ operator }) => operator === 'le'), ranges.find(isEnd)];
  const isPeriod = ranges.length === 2 && begin !== undefined && end !== undefined && begin.from === end.from;
  if (!isPeriod) return (entity) => rows.filter((row) => holds(entity, row));
  const find = withinRanges(rows, { from: begin.to, to: end.to, order: begin.order });
  return (entity) => {
    const value = entity[begin.from] ?? null;
    return value === null ? [] : find(value);
  };
}

const isEnd = ({ operator }: JoinCondition): boolean => operator === 'ge';

function equalityOf({ from, type }: TypedCondition, entities: readonly Row[]): BoundExpression {
  const keyOf = canonicalKey(type);
  const distinct = new Map(valuesOf(from, entities).map((value) => [keyOf(value), value]));
  return isOneOf(type, [...distinct.values()]);
}

/** The widest of the bounds that the entities set. */
function boundOf(
  { from, operator, type, order }: TypedCondition,
  entities: readonly Row[],
): readonly BoundExpression[] {
  const direction = operator === 'ge' ? 'ge' : 'le';
  const sign = direction === 'ge' ? 1 : -1;
  const [first, ...rest] = valuesOf(from, entities);
  if (first === undefined) return [];
  const bound = rest.reduce((widest, value) => (sign * order(value, widest) < 0 ? value : widest), first);
  return [isBounded(type, direction, bound)];
}

function boundWithin({ operator, type }: TypedCondition, { from, to }: ValueRange): readonly BoundExpression[] {
  const [direction, bound = null] = operator === 'ge' ? (['ge', from] as const) : (['le', to] as const);
  return isPrimitive(bound) ? [isBounded(type, direction, bound)] : [];
}

const valuesOf = (name: string, entities: readonly Row[]) =>
  entities.map((entity) => entity[name] ?? null).filter(isPrimitive);
