/** The standard aggregation methods (Data Aggregation 3.2.1.3), each as a gatherer of the values of one group. */
import { familyOf, ascendingOrder, canonicalKey, numericOf, type ValueType } from '../../model/comparison.ts';
import { formatDuration, parseDuration } from '../../model/duration.ts';
import { ExactSum } from '../../model/exact-sum.ts';
import { FloatSum } from '../../model/float-sum.ts';
import { divide, fromDouble, toDouble, type Numeric } from '../../model/numeric.ts';
import type { Present, PrimitiveValue, Value } from '../../model/values.ts';
import type { AggregationMethod } from '../../bound/bound-apply.ts';
import { digitSteps, spend, temporalSteps } from '../evaluate/row-work.ts';
import type { Holdings } from './holdings.ts';

/** Gathers values; null is none of them. */
export interface Gatherer {
  add(value: Present): void;
  end(): Value;
}

/** A method on values of a type, for one group after the other; without a method they are counted. */
export function gathererOf(method: AggregationMethod | undefined, type: ValueType, holdings: Holdings): () => Gatherer {
  switch (method) {
    case undefined:
      return count;
    case 'sum':
      return summing(type, (total) => total);
    case 'average':
      return summing(type, (total, number) => divide(total, number));
    case 'min':
    case 'max':
      return extreme(ascendingOrder(type), method === 'min' ? 1 : -1);
    case 'countdistinct':
      return distinct(canonicalKey(type), holdings);
  }
}

function count(): Gatherer {
  let number = 0;
  return { add: () => void (number += 1), end: () => number };
}

const extreme = (order: (a: Value, b: Value) => number, sign: 1 | -1) => (): Gatherer => {
  let best: Value = null;
  return {
    add: (value) => {
      if (best === null || sign * order(value, best) < 0) best = value;
    },
    end: () => best,
  };
};

const distinct = (keyOf: (value: Present) => PrimitiveValue, holdings: Holdings) => (): Gatherer => {
  const seen = new Set<PrimitiveValue>();
  return {
    add: (value) => {
      const key = keyOf(value);
      if (seen.has(key)) return;
      seen.add(key);
      holdings.hold(1);
    },
    end: () => seen.size,
  };
};

// ---- Sums -----------------------------------------------------------------------------------------------------------

/** What is made of a sum and of how many values it is; only asked where there are some. */
type Finish = (total: Numeric, number: number) => Numeric;

function summing(type: ValueType, finish: Finish): () => Gatherer {
  const family = familyOf(type);
  if (family === 'float') return () => floatSum(finish);
  if (family === 'duration') return () => durationSum(finish);
  const read = numericOf(type);
  return () => exactSum(read, finish);
}

function exactSum(read: (value: Value) => Numeric | null, finish: Finish): Gatherer {
  const sum = new ExactSum();
  let number = 0;
  return {
    add: (value) => {
      const numeric = typeof value === 'number' ? value : read(value);
      if (numeric === null) return;
      if (typeof numeric === 'string') spend(digitSteps(numeric.length));
      number += 1;
      sum.add(numeric);
    },
    end: () => (number === 0 ? null : finish(sum.total(), number)),
  };
}

function floatSum(finish: Finish): Gatherer {
  const sum = new FloatSum();
  let number = 0;
  return {
    add: (value) => {
      if (typeof value !== 'number' && typeof value !== 'string') return;
      number += 1;
      sum.add(toDouble(value));
    },
    // A mean of doubles is a double, too.
    end: () => (number === 0 ? null : fromDouble(toDouble(finish(fromDouble(sum.total()), number)))),
  };
}

function durationSum(finish: Finish): Gatherer {
  const sum = new ExactSum();
  let number = 0;
  return {
    add: (value) => {
      if (typeof value !== 'string') return;
      spend(temporalSteps(value.length));
      const seconds = parseDuration(value);
      if (seconds === null) return;
      number += 1;
      sum.add(seconds);
    },
    end: () => (number === 0 ? null : formatDuration(finish(sum.total(), number))),
  };
}
