/** Bound transformations as OData text, for people and for fingerprints; shortcuts of the syntax are written out. */
import type {
  AggregatedValues,
  BoundAggregation,
  BoundGrouping,
  BoundTransformation,
  NestedSequence,
  NestedSource,
} from './bound-apply.ts';
import { printExpression, printOrderby } from './print-bound.ts';

/** `filter(Hours gt 1)/groupby((JobID),aggregate(Hours with sum as Total))`. */
export const printApply = (sequence: readonly BoundTransformation[]): string =>
  sequence.length === 0 ? 'identity' : sequence.map(printStep).join('/');

function printStep(step: BoundTransformation): string {
  switch (step.kind) {
    case 'FilterStep':
      return `filter(${printExpression(step.condition)})`;
    case 'ComputeStep':
      return `compute(${step.items.map(({ name, expression }) => `${printExpression(expression)} as ${name}`).join(',')})`;
    case 'OrderbyStep':
      return `orderby(${printOrderby(step.items)})`;
    case 'PageStep':
      return `${step.method}(${step.value})`;
    case 'RankStep': {
      const method = `${step.descending ? 'top' : 'bottom'}${step.until}`;
      return `${method}(${printExpression(step.amount)},${printExpression(step.value)})`;
    }
    case 'AggregateStep':
      return `aggregate(${step.items.map(printAggregation).join(',')})`;
    case 'GroupbyStep': {
      const apply = step.apply.length === 0 && step.restores ? '' : `,${printApply(step.apply)}`;
      const [only] = step.levels;
      const levels = step.levels.map((level) => `(${printGroupings(level)})`);
      return step.levels.length === 1 && only !== undefined
        ? `groupby((${printGroupings(only)})${apply})`
        : `groupby((${levels.join(',')})${apply})`;
    }
    case 'ConcatStep':
      return `concat(${step.sequences.map(printApply).join(',')})`;
    case 'NestStep':
      return `nest(${step.items.map(printNested).join(',')})`;
    case 'AddnestedStep':
      return `addnested(${[step.source.name, ...step.items.map(printNested)].join(',')})`;
    case 'JoinStep': {
      const what = `${printSource(step.source)} as ${step.name},${printApply(step.apply)}`;
      return `${step.outer ? 'outerjoin' : 'join'}(${what})`;
    }
  }
}

const printNested = ({ apply, name }: NestedSequence): string => `${printApply(apply)} as ${name}`;

const printSource = ({ name }: NestedSource): string => name;

const printGroupings = (groupings: readonly BoundGrouping[]): string =>
  groupings
    .filter(({ role }) => role === 'key')
    .map(({ names }) => names.join('/'))
    .join(',');

function printAggregation({ name, values, method, from }: BoundAggregation): string {
  const parts = [
    printValues(values),
    ...(method === undefined ? [] : [`with ${method}`]),
    ...from.map(({ groupings, method: outer }) => `from ${printGroupings(groupings)} with ${outer}`),
    `as ${name}`,
  ];
  return method === undefined && values.kind !== 'Instances'
    ? parts.join(' ').replace(' ', '/$count ')
    : parts.join(' ');
}

function printValues(values: AggregatedValues): string {
  switch (values.kind) {
    case 'Instances':
      return '$count';
    case 'Expression':
      return printExpression(values.expression);
    case 'Reached':
      return [...[...values.navigation, ...values.path].map(({ name }) => name), ...values.dynamic].join('/');
  }
}
