/** Items of `aggregate`, made ready for any number of groups. */
import type { AggregatedValues, BoundAggregation } from '../../bound/bound-apply.ts';
import { singleOf } from '../../bound/type-rules.ts';
import type { ValueType } from '../../model/comparison.ts';
import type { Row, Value } from '../../model/values.ts';
import { compileEach } from '../evaluate/evaluate-row.ts';
import type { Evaluator } from '../evaluate/evaluator.ts';
import { gathererOf, type Gatherer } from './gather.ts';
import { compileGroupings } from './groupings.ts';
import { createReach } from './reach.ts';
import type { Workshop } from './stage.ts';

/** What is said of one group by one item, as its rows stream by. */
export interface Accumulator {
  add(row: Row): void;
  end(): Value;
}

export interface Aggregation {
  /** Makes ready what the items reach from these rows. */
  load(rows: readonly Row[]): Promise<void> | undefined;
  begin(): readonly Accumulator[];
  /** The values by the items' names. */
  end(accumulators: readonly Accumulator[]): Record<string, Value>;
}

export function compileAggregations(items: readonly BoundAggregation[], workshop: Workshop): Aggregation {
  const compiled = items.map((item) => compileItem(item, workshop));
  const begins = compiled.map(({ begin }) => begin);
  const loads = compiled.flatMap(({ load }) => load ?? []);
  const names = items.map(({ name }) => name);
  return {
    load:
      loads.length === 0
        ? () => undefined
        : async (rows) => {
            for (const load of loads) await load(rows);
          },
    begin: () => begins.map((begin) => begin()),
    end: (accumulators) => {
      const values: Record<string, Value> = {};
      for (const [index, name] of names.entries()) values[name] = accumulators[index]?.end() ?? null;
      return values;
    },
  };
}

interface CompiledItem {
  readonly begin: () => Accumulator;
  readonly load?: (rows: readonly Row[]) => Promise<void>;
}

function compileItem({ values, method, from }: BoundAggregation, workshop: Workshop): CompiledItem {
  const inner = compileValues(values, (type) => gathererOf(method, type, workshop.holdings), workshop);
  const begin = from.reduce<() => Accumulator>(
    (within, { groupings, method: outer, type }) =>
      between(within, compileGroupings(groupings, workshop), gathererOf(outer, type, workshop.holdings), workshop),
    inner.begin,
  );
  return { ...inner, begin };
}

function compileValues(
  values: AggregatedValues,
  gatherers: (type: ValueType) => () => Gatherer,
  workshop: Workshop,
): CompiledItem {
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

const instances = (gatherer: Gatherer): Accumulator => ({ add: () => gatherer.add(1), end: () => gatherer.end() });

const valuesOf = (evaluate: Evaluator, gatherer: Gatherer): Accumulator => ({
  add: (row) => {
    const value = evaluate(row);
    if (value !== null) gatherer.add(value);
  },
  end: () => gatherer.end(),
});

/** `from`: aggregates by groups of each group, and then what came of these (3.2.1.5). */
function between(
  within: () => Accumulator,
  groupings: ReturnType<typeof compileGroupings>,
  outer: () => Gatherer,
  { holdings }: Workshop,
): () => Accumulator {
  return () => {
    const groups = groupings.table(() => {
      holdings.hold(1);
      return within();
    });
    return {
      add: (row) => groups.find(row).add(row),
      end: () => {
        const gatherer = outer();
        for (const group of groups.all()) {
          const value = group.end();
          if (value !== null) gatherer.add(value);
        }
        return gatherer.end();
      },
    };
  };
}
