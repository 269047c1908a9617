import type { BoundExpression, BoundProperty } from './bound.ts';
import type {
  AggregatedValues,
  BoundAggregation,
  BoundGrouping,
  BoundTransformation,
  NestedSequence,
} from './bound-apply.ts';

type Change = (expression: BoundExpression) => BoundExpression;
type Sequence = readonly BoundTransformation[];

/** The same transformations with each of their expressions changed, but for the paths that are grouped by. */
export const withExpressions = (sequence: Sequence, change: Change): Sequence =>
  sequence.map((step) => changed(step, change));

function changed(step: BoundTransformation, change: Change): BoundTransformation {
  switch (step.kind) {
    case 'FilterStep':
      return { ...step, condition: change(step.condition) };
    case 'ComputeStep':
      return { ...step, items: step.items.map((item) => ({ ...item, expression: change(item.expression) })) };
    case 'OrderbyStep':
      return { ...step, items: step.items.map((item) => ({ ...item, expression: change(item.expression) })) };
    case 'PageStep':
      return step;
    case 'RankStep':
      return { ...step, amount: change(step.amount), value: change(step.value) };
    case 'AggregateStep':
      return { ...step, items: step.items.map((item) => ({ ...item, values: changedValues(item.values, change) })) };
    case 'GroupbyStep':
    case 'JoinStep':
      return { ...step, apply: withExpressions(step.apply, change) };
    case 'ConcatStep':
      return { ...step, sequences: step.sequences.map((sequence) => withExpressions(sequence, change)) };
    case 'NestStep':
    case 'AddnestedStep':
      return { ...step, items: step.items.map((item) => changedSequence(item, change)) };
  }
}

const changedValues = (values: AggregatedValues, change: Change): AggregatedValues =>
  values.kind === 'Expression' ? { ...values, expression: change(values.expression) } : values;

const changedSequence = (item: NestedSequence, change: Change): NestedSequence => ({
  ...item,
  apply: withExpressions(item.apply, change),
});

/** What transformations look at in the instances that they are given, and in those that they hand on to one another. */
export function expressionsOf(sequence: Sequence): readonly BoundExpression[] {
  return sequence.flatMap((step): readonly BoundExpression[] => {
    switch (step.kind) {
      case 'FilterStep':
        return [step.condition];
      case 'ComputeStep':
      case 'OrderbyStep':
        return step.items.map(({ expression }) => expression);
      case 'PageStep':
        return [];
      case 'RankStep':
        return [step.amount, step.value];
      case 'AggregateStep':
        return step.items.flatMap(lookedAt);
      case 'GroupbyStep':
        return [...step.levels.flatMap(groupedBy), ...expressionsOf(step.apply)];
      case 'ConcatStep':
        return step.sequences.flatMap(expressionsOf);
      case 'NestStep':
        return step.items.flatMap(({ apply }) => expressionsOf(apply));
      // What is within is about others.
      case 'AddnestedStep':
      case 'JoinStep':
        return [pathTo(step.source)];
    }
  });
}

const groupedBy = (groupings: readonly BoundGrouping[]): readonly BoundExpression[] =>
  groupings.map(({ expression }) => expression);

function lookedAt({ values, from }: BoundAggregation): readonly BoundExpression[] {
  return [...valuesLookedAt(values), ...from.flatMap(({ groupings }) => groupedBy(groupings))];
}

function valuesLookedAt(values: AggregatedValues): readonly BoundExpression[] {
  if (values.kind === 'Instances') return [];
  if (values.kind === 'Expression') return [values.expression];
  const [first] = values.navigation;
  const path = first === undefined ? values.path.slice(0, 1) : [first];
  return [{ kind: 'BoundProperty', type: values.type, path, dynamic: path.length > 0 ? [] : values.dynamic }];
}

const pathTo = (source: BoundProperty['path'][number]): BoundProperty => ({
  kind: 'BoundProperty',
  type: { type: null, collection: true },
  path: [source],
  dynamic: [],
});
