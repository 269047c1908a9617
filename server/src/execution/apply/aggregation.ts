/** Items of `aggregate`, made ready for any number of groups. */
import type { AggregatedValues, BoundAggregation } from '../../bound/bound-apply.ts';
import { singleOf } from '../../bound/type-rules.ts';
import { familyOf, numericOf, type ValueType } from '../../model/comparison.ts';
import { divide } from '../../model/numeric.ts';
import type { Row, Value } from '../../model/values.ts';
import { compileEach, isPlain, plainName } from '../evaluate/evaluate-row.ts';
import { instances, valuesOf, type Accumulator } from './accumulator.ts';
import { accumulating, summing, type Column, type Portion } from './columns.ts';
import { gathererOf, type Gatherer } from './gather.ts';
import { compileGroupings, type Groupings } from './groupings.ts';
import { createReach } from './reach.ts';
import type { Workshop } from './stage.ts';

export interface Aggregation {
  /** Makes ready what the items reach from these rows. */
  load(rows: readonly Row[]): Promise<void> | undefined;
  /** Each row takes next to no time. */
  readonly isPlain: boolean;
  /** Begins without any group. */
  open(): Columns;
}

/** What is gathered by all items, of all groups. */
export interface Columns {
  addGroup(): void;
  add(portion: Portion): void;
  /** The values of a group by the items' names. */
  end(group: number): Record<string, Value>;
}

export function compileAggregations(items: readonly BoundAggregation[], workshop: Workshop): Aggregation {
  const compiled = items.map((item) => compileItem(item, workshop));
  const loads = compiled.flatMap(({ load }) => load ?? []);
  const names = items.map(({ name }) => name);
  return {
    isPlain: items.every(({ values }) => values.kind !== 'Expression' || isPlain(values.expression)),
    load:
      loads.length === 0
        ? () => undefined
        : async (rows) => {
            for (const load of loads) await load(rows);
          },
    open: () => {
      const columns = compiled.map(({ open }) => open());
      return {
        addGroup: () => {
          for (const column of columns) column.addGroup();
        },
        add: (portion) => {
          for (const column of columns) column.add(portion);
        },
        end: (group) => {
          const values: Record<string, Value> = {};
          for (const [index, name] of names.entries()) values[name] = columns[index]?.end(group) ?? null;
          return values;
        },
      };
    },
  };
}

interface CompiledItem {
  readonly open: () => Column;
  readonly load?: (rows: readonly Row[]) => Promise<void>;
}

function compileItem(item: BoundAggregation, workshop: Workshop): CompiledItem {
  const { values, method, from } = item;
  const sums = sumsOf(item);
  if (sums !== undefined) return { open: sums };
  const inner = compileValues(values, (type) => gathererOf(method, type, workshop.holdings), workshop);
  const begin = from.reduce<() => Accumulator>(
    (within, { groupings, method: outer, type }) =>
      between(within, compileGroupings(groupings, workshop), gathererOf(outer, type, workshop.holdings), workshop),
    inner.begin,
  );
  const open = () => accumulating(begin);
  return inner.load === undefined ? { open } : { open, load: inner.load };
}

/** Sums and means of a property of numbers, of which there are most. */
function sumsOf({ values, method, from }: BoundAggregation): (() => Column) | undefined {
  if (from.length > 0 || values.kind !== 'Expression' || (method !== 'sum' && method !== 'average')) return undefined;
  const { expression } = values;
  const name = plainName(expression);
  if (name === undefined || familyOf(expression.type) !== 'number') return undefined;
  const read = numericOf(expression.type);
  return () => summing(name, read, method === 'sum' ? (total) => total : divide);
}

interface CompiledValues {
  readonly begin: () => Accumulator;
  readonly load?: (rows: readonly Row[]) => Promise<void>;
}

function compileValues(
  values: AggregatedValues,
  gatherers: (type: ValueType) => () => Gatherer,
  workshop: Workshop,
): CompiledValues {
  switch (values.kind) {
    case 'Instances': {
      const begin = gatherers(singleOf('Edm.Decimal'));
      return { begin: () => instances(begin()) };
    }
    case 'Expression': {
      const { expression } = values;
      const [evaluate = () => null] = compileEach([expression], workshop.environment);
      const begin = gatherers(expression.type);
      return { begin: () => valuesOf(evaluate, begin()) };
    }
    case 'Reached': {
      const reach = createReach(values, workshop);
      const begin = gatherers(values.type);
      return { load: (rows) => reach.load(rows), begin: () => reach.gather(begin()) };
    }
  }
}

/** `from`: aggregates by groups of each group, and then what came of these (3.2.1.5). */
function between(
  within: () => Accumulator,
  groupings: Groupings,
  outer: () => Gatherer,
  { holdings }: Workshop,
): () => Accumulator {
  return () => {
    const groups = groupings.table(() => {
      holdings.hold(1);
      return within();
    });
    return {
      add: (row) => groups.all[groups.find(row)]?.add(row),
      end: () => {
        const gatherer = outer();
        for (const group of groups.all) {
          const value = group.end();
          if (value !== null) gatherer.add(value);
        }
        return gatherer.end();
      },
    };
  };
}
