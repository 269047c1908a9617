/** `aggregate` (Data Aggregation 3.2.1). */
import type { AggregateItem, AggregateTransformation } from '../../../../grammar/index.ts';
import type { AggregatedValues, AggregationMethod, BoundAggregation } from '../../bound/bound-apply.ts';
import { capital } from '../../bound/describe.ts';
import { ODataError } from '../../errors/odata-error.ts';
import { familyOf, type ValueType } from '../../model/comparison.ts';
import type { Property } from '../../model/edm.ts';
import { singleOf } from '../../bound/type-rules.ts';
import { didYouMean } from '../../util/did-you-mean.ts';
import { bindExpression } from '../expressions/bind-expression.ts';
import { needsMethod } from '../hints/option-errors.ts';
import { mismatch, type Scope } from '../expressions/scope.ts';
import { aliasProperty, checkAliases } from './aliases.ts';
import { type ApplyScope, scopeWithin } from './apply-scope.ts';
import type { BoundSequence } from './bind-apply.ts';
import { bindGroupings } from './bind-groupings.ts';
import { reachedValues } from './reached-values.ts';
import { closedShape, type Shape } from './shape.ts';

/** One instance with what the items say of all of the input. */
export function bindAggregate({ items }: AggregateTransformation, shape: Shape, within: ApplyScope): BoundSequence {
  const scope = scopeWithin(within, shape);
  const bound = items.map((item) => bindItem(item, shape, scope));
  checkAliases(
    bound.map(({ aggregation }) => aggregation.name),
    within.input,
    shape,
  );
  return {
    steps: [{ kind: 'AggregateStep', items: bound.map(({ aggregation }) => aggregation) }],
    shape: closedShape(
      shape,
      bound.map(({ property }) => property),
    ),
  };
}

interface BoundItem {
  readonly aggregation: BoundAggregation;
  readonly property: Property;
}

function bindItem({ expression, method, from, alias }: AggregateItem, shape: Shape, scope: Scope): BoundItem {
  const isCount = expression.kind === 'MemberPath' && expression.segments.at(-1)?.kind === 'CountSegment';
  if (method === undefined && !isCount) {
    // A name that is not there comes first.
    valuesOf(expression, undefined, scope);
    throw invalid(needsMethod(expression));
  }
  if (alias === undefined) throw invalid("an aggregated value needs a name: write 'as' and one behind it.");
  const own = method === undefined ? undefined : methodOf(method);
  const { values, type } = valuesOf(expression, own, scope);
  let result = own === undefined ? count : resultOf(own, type, scope);
  const outer = from.map(({ properties, method: named }) => {
    if (named === undefined) throw invalid("'from' needs 'with' and a method behind its properties.");
    const between = {
      groupings: bindGroupings(properties, shape, scope).groupings,
      method: methodOf(named),
      type: result,
    };
    result = resultOf(between.method, result, scope);
    return between;
  });
  const like =
    values.kind === 'Expression' && values.expression.kind === 'BoundProperty'
      ? values.expression.path.at(-1)
      : undefined;
  const keepsFacets = own === 'min' || own === 'max';
  if (result.type === null) throw new Error(`${alias} has no type`);
  return {
    aggregation: { name: alias, values, method: own, from: outer },
    property: aliasProperty(alias, result.type, keepsFacets ? like : undefined),
  };
}

interface Values {
  readonly values: AggregatedValues;
  readonly type: ValueType;
}

/** Paths may lead through collections, and behind navigation properties each entity counts once; expressions are per instance. */
function valuesOf(
  expression: AggregateItem['expression'],
  method: AggregationMethod | undefined,
  scope: Scope,
): Values {
  const reached = expression.kind === 'MemberPath' ? reachedValues(expression, method, scope) : undefined;
  if (reached !== undefined) return { values: reached, type: reached.kind === 'Reached' ? reached.type : count };
  const bound = bindExpression(expression, scope);
  return { values: { kind: 'Expression', expression: bound }, type: bound.type };
}

// ---- Methods --------------------------------------------------------------------------------------------------------

const methods: readonly AggregationMethod[] = ['sum', 'min', 'max', 'average', 'countdistinct'];

/** Numbers of instances are decimals without a fraction (3.2.1.4). */
const count = singleOf('Edm.Decimal');

function methodOf(name: string): AggregationMethod {
  const found = methods.find((method) => method === name);
  if (found !== undefined) return found;
  throw invalid(
    `there is no aggregation method '${name}'.${didYouMean(name, methods)} There are ${methods.join(', ')}.`,
  );
}

/** The type of what a method gives: one that holds every sum, the values' own for the least and the greatest. */
function resultOf(method: AggregationMethod, type: ValueType, scope: Scope): ValueType {
  const family = familyOf(type);
  switch (method) {
    case 'countdistinct':
      return count;
    case 'sum':
    case 'average':
      if (family === 'number' || family === 'dynamic') return count;
      if (family === 'float') return singleOf('Edm.Double');
      if (family === 'duration') return singleOf('Edm.Duration');
      throw mismatch(
        `'${method}' needs numbers, and ${named(type)} are none. 'countdistinct', 'min' and 'max' take others.`,
        scope,
      );
    case 'min':
    case 'max':
      if (family === 'dynamic') {
        throw mismatch(
          `'${method}' needs values of one type; write cast(...,Edm.Decimal) or cast(...,Edm.String) with ${method}.`,
          scope,
        );
      }
      if (family !== 'structure') return type;
      throw mismatch(`${capital(named(type))} have no order, so there is no '${method}' of them.`, scope);
  }
}

const named = ({ type, collection }: ValueType): string =>
  collection ? 'collections' : `values of type ${type?.name ?? 'entity'}`;

const invalid = (reason: string): ODataError =>
  ODataError.of('InvalidQueryOption', { name: '$apply', reason }, { target: '$apply' });
