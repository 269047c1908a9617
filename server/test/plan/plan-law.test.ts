/**
 * The law of push-down: for any rows, filter and source, what the source returns, filtered by what the plan left to do,
 * is what evaluating the whole filter on all rows gives. Evaluation and the memory source's predicates are proved by
 * their own tests; the plan texts of plan-collection.test.ts show that something is pushed down at all.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileFilter } from '../../src/execution/evaluate/evaluate-row.ts';
import { compilePredicates } from '../../src/memory/predicates.ts';
import type { EntitySet } from '../../src/model/edm.ts';
import type { Row } from '../../src/model/values.ts';
import type { BoundExpression } from '../../src/bound/bound.ts';
import { planCollection } from '../../src/plan/plan-collection.ts';
import { printPlan } from '../../src/plan/print-plan.ts';
import { simplify } from '../../src/bound/simplify.ts';
import { tripPin } from '../models/trip-pin.ts';
import { bindFilter } from '../bind/harness.ts';
import { randomCapabilities, randomFilter, randomRows } from './random-filters.ts';

const environment = { now: '2024-02-29T12:00:00Z', related: () => () => null };
const runs = { seed: 20_240_229, numRuns: 400 };

const keep = (rows: readonly Row[], condition: BoundExpression): readonly Row[] =>
  rows.filter(compileFilter(condition, environment));

const sets = tripPin.entitySets.map((entitySet): [string, EntitySet] => [entitySet.name, entitySet]);

test.each(sets)('%s: push-down and residual together are the filter', (name, entitySet) => {
  fc.assert(
    fc.property(
      randomRows(entitySet),
      randomFilter(entitySet),
      randomCapabilities(entitySet),
      (rows, text, capabilities) => {
        const filter = bindFilter(name, text);
        const plan = planCollection({ entitySet, filter }, capabilities);
        const fetched = plan.empty ? [] : rows.filter(compilePredicates(entitySet, plan.predicates, capabilities));
        const answer = plan.residual === undefined ? fetched : keep(fetched, plan.residual);
        const planned = printPlan(plan);
        expect({ planned, answer }).toEqual({ planned, answer: keep(rows, filter) });
      },
    ),
    runs,
  );
});

test.each(sets)('%s: a simplified filter keeps the same rows', (name, entitySet) => {
  fc.assert(
    fc.property(randomRows(entitySet), randomFilter(entitySet), (rows, text) => {
      const filter = bindFilter(name, text);
      expect(keep(rows, simplify(filter))).toEqual(keep(rows, filter));
    }),
    runs,
  );
});

test.each(sets)('%s: random filters are worth testing with: some keep rows, some do not', (name, entitySet) => {
  const samples = fc.sample(fc.tuple(randomRows(entitySet), randomFilter(entitySet)), { seed: 1, numRuns: 200 });
  const shares = samples.map(([rows, text]) => [keep(rows, bindFilter(name, text)).length, rows.length] as const);
  expect(shares.filter(([kept, all]) => kept > 0 && kept < all).length).toBeGreaterThan(50);
});
