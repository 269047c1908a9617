/** `$apply` over a model (Data Aggregation 3): each transformation against what the ones before it leave. */
import type {
  ComputeTransformation,
  RankTransformation,
  Transformation,
  TransformationSequence,
} from '../../../../grammar/index.ts';
import type { BoundTransformation, RankStep } from '../../bound/bound-apply.ts';
import { capital, describe, isNavigation } from '../../bound/describe.ts';
import { isNumeric } from '../../bound/type-rules.ts';
import { ODataError } from '../../errors/odata-error.ts';
import { bindCondition, bindExpression } from '../expressions/bind-expression.ts';
import { bindOrderbyItems } from '../options/bind-orderby.ts';
import { bindSearchOf } from '../options/bind-search.ts';
import { countNodes } from '../expressions/budget.ts';
import { mismatch, unsupported, type Scope } from '../expressions/scope.ts';
import { checkAliases, computedProperty } from './aliases.ts';
import { type ApplyScope, scopeWithin } from './apply-scope.ts';
import { bindAggregate } from './bind-aggregate.ts';
import { bindGroupby } from './bind-groupby.ts';
import { bindJoin, bindNest } from './bind-nest.ts';
import { eitherShape } from './either-shape.ts';
import { type Shape, withProperties } from './shape.ts';

/** Transformations, and what they leave. */
export interface BoundSequence {
  readonly steps: readonly BoundTransformation[];
  readonly shape: Shape;
}

/** A sequence of transformations over instances of a shape. Throws what binding expressions throws, and 501 for hierarchies. */
export function bindSequence(
  { transformations }: TransformationSequence,
  shape: Shape,
  within: ApplyScope,
): BoundSequence {
  return transformations.reduce<BoundSequence>(
    (before, node) => {
      const { steps, shape: left } = bindTransformation(node, before.shape, within);
      return { steps: [...before.steps, ...steps], shape: left };
    },
    { steps: [], shape },
  );
}

function bindTransformation(node: Transformation, shape: Shape, within: ApplyScope): BoundSequence {
  const scope = scopeWithin(within, shape);
  countNodes(1, scope);
  const preserving = (step: BoundTransformation): BoundSequence => ({ steps: [step], shape });
  switch (node.kind) {
    case 'IdentityTransformation':
      return { steps: [], shape };
    case 'FilterTransformation':
      return preserving({ kind: 'FilterStep', condition: bindCondition(node.expression, scope) });
    case 'SearchTransformation':
      return preserving({ kind: 'FilterStep', condition: bindSearchOf(node.expression, shape.entitySet, scope) });
    case 'OrderbyTransformation':
      return preserving({ kind: 'OrderbyStep', items: bindOrderbyItems(node.items, scope) });
    case 'PageTransformation':
      return preserving({ kind: 'PageStep', method: node.method, value: node.value });
    case 'RankTransformation':
      return preserving(bindRank(node, scope));
    case 'ComputeTransformation':
      return bindCompute(node, shape, within, scope);
    case 'AggregateTransformation':
      return bindAggregate(node, shape, within);
    case 'GroupbyTransformation':
      return bindGroupby(node, shape, within, bindSequence);
    case 'ConcatTransformation': {
      const sequences = node.sequences.map((sequence) => bindSequence(sequence, shape, within));
      const step = { kind: 'ConcatStep', sequences: sequences.map(({ steps }) => steps) } as const;
      return { steps: [step], shape: eitherShape(sequences.map((sequence) => sequence.shape)) };
    }
    case 'NestTransformation':
      return bindNest(node, shape, within, bindSequence);
    case 'JoinTransformation':
      return bindJoin(node, shape, within, bindSequence);
    case 'HierarchyTransformation':
      throw unsupported(`'${node.direction}' in $apply`, '$apply');
    case 'TraverseTransformation':
      throw unsupported("'traverse' in $apply", '$apply');
    case 'CustomTransformation':
      throw ODataError.of(
        'UnknownFunction',
        { reason: `There is no function '${node.function.name}'.` },
        { target: '$apply' },
      );
  }
}

function bindCompute(node: ComputeTransformation, shape: Shape, within: ApplyScope, scope: Scope): BoundSequence {
  checkAliases(
    node.items.map(({ alias }) => alias),
    within.input,
    shape,
  );
  const items = node.items.map(({ expression, alias }) => ({
    name: alias,
    expression: bindExpression(expression, scope),
  }));
  const added = items.map(({ name, expression }) => computedProperty(name, expression, scope));
  return { steps: [{ kind: 'ComputeStep', items }], shape: withProperties(shape, added) };
}

/** `topsum(15,Amount)`: the first operand is the same for all instances, the second is a number, for a count any value with an order. */
function bindRank({ method, amount, value }: RankTransformation, scope: Scope): RankStep {
  const until = method.endsWith('count') ? 'count' : method.endsWith('sum') ? 'sum' : 'percent';
  const boundAmount = bindExpression(amount, scope);
  if (boundAmount.type.collection || !isNumeric(boundAmount.type.type)) {
    throw mismatch(`'${method}' takes a number first, and ${describe(boundAmount)} is none.`, scope);
  }
  const boundValue = bindExpression(value, scope);
  const { type, collection } = boundValue.type;
  const isFit =
    !collection &&
    !isNavigation(boundValue) &&
    (until === 'count' ? type?.kind !== 'ComplexType' : type === null || isNumeric(type));
  if (!isFit) {
    const needed = until === 'count' ? 'has no order' : 'is no number';
    throw mismatch(`${capital(describe(boundValue))} ${needed}, which '${method}' ranks by.`, scope);
  }
  return { kind: 'RankStep', descending: method.startsWith('top'), until, amount: boundAmount, value: boundValue };
}
