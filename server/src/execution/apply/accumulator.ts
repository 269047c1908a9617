import type { Row, Value } from '../../model/values.ts';
import type { Evaluator } from '../evaluate/evaluator.ts';
import type { Gatherer } from './gather.ts';

/** What is said of one group by one item of `aggregate`, as its rows stream by. */
export interface Accumulator {
  add(row: Row): void;
  end(): Value;
}

/** Of each row itself. */
export const instances = (gatherer: Gatherer): Accumulator => ({
  add: () => gatherer.add(1),
  end: () => gatherer.end(),
});

/** Of what an expression gives for each row. */
export const valuesOf = (evaluate: Evaluator, gatherer: Gatherer): Accumulator => ({
  add: (row) => {
    const value = evaluate(row);
    if (value !== null) gatherer.add(value);
  },
  end: () => gatherer.end(),
});
