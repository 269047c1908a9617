/** Predicates on rows in memory. */
import { canonicalKey, orderOf } from '../model/comparison.ts';
import type { EntitySet, Property } from '../model/edm.ts';
import { propertyOf } from '../model/model-index.ts';
import type { Row } from '../model/values.ts';
import type { InPredicate, RangePredicate, SourceCapabilities, SourcePredicate } from '../source/source.ts';

export type RowTest = (row: Row, index: number) => boolean;

/** Whether the row at an index is returned for predicates that hold together. */
export function compilePredicates(
  entitySet: EntitySet,
  predicates: readonly SourcePredicate[],
  capabilities: SourceCapabilities,
): RowTest {
  const tests = predicates.map((predicate) => compilePredicate(entitySet, predicate, capabilities));
  return (row, index) => tests.every((test) => test(row, index));
}

/** A rough predicate also lets every third of the entities through that it should not. */
function compilePredicate(
  entitySet: EntitySet,
  predicate: SourcePredicate,
  { predicates }: SourceCapabilities,
): RowTest {
  const property = propertyOf(entitySet.entityType, predicate.property);
  const can = predicates[predicate.property];
  const precision = predicate.kind === 'InPredicate' ? can?.in : can?.range;
  const test = predicate.kind === 'InPredicate' ? compileIn(property, predicate) : compileRange(property, predicate);
  return precision === 'superset' ? (row, index) => index % 3 === 0 || test(row, index) : test;
}

function compileIn(property: Property, { values }: InPredicate): RowTest {
  const keyOf = canonicalKey(property);
  const keys = new Set(values.flatMap((value) => (value === null ? [] : [keyOf(value)])));
  return (row) => {
    const value = row[property.name] ?? null;
    return value !== null && keys.has(keyOf(value));
  };
}

function compileRange(property: Property, { ranges }: RangePredicate): RowTest {
  const order = orderOf(property);
  return (row) => {
    const value = row[property.name] ?? null;
    if (value === null) return false;
    return ranges.some(
      ({ from = null, to = null }) =>
        (from === null || order(value, from) >= 0) && (to === null || order(value, to) <= 0),
    );
  };
}
