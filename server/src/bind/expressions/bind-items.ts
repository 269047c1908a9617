/** What expressions say about the items of a collection: `any`, `all`, `$count` and `$filter` behind a path. */
import type { Expression, PathSegment, QueryOption } from '../../../../grammar/index.ts';
import type { BoundExpression, BoundVariable } from '../../bound/bound.ts';
import { capital, describe, isLogical, isNavigation } from '../../bound/describe.ts';
import { negated } from '../../bound/negated.ts';
import { booleanType } from '../../bound/type-rules.ts';
import { lambdaOf } from '../../bound/variables.ts';
import { picked, type Start } from './beginnings.ts';
import { isCast } from './bind-members.ts';
import { countCollection } from './budget.ts';
import { bindSearch, textsOf } from '../options/bind-search.ts';
import { typeAt, type Meant } from '../names/model-names.ts';
import { elementOf, type Referent } from '../names/names.ts';
import { findOption } from '../options/query-options.ts';
import { mismatch, type Beginning, type Scope } from './scope.ts';

type Bind = (node: Expression, scope: Scope) => BoundExpression;

/** A collection, and the segments behind it. */
interface Items {
  readonly collection: BoundExpression;
  readonly referent: Referent<Meant>;
  readonly segments: readonly PathSegment[];
  /** How the path goes on behind one of the items. */
  readonly goOn?: (start: Start) => BoundExpression;
}

/** The value of the segments; nothing where one of them is not about items. */
export function bindItems(
  { collection, referent, segments, goOn }: Items,
  scope: Scope,
  bind: Bind,
): BoundExpression | undefined {
  if (referent.kind === 'entities') countCollection(scope);
  const lambda = segments.find((segment) => segment.kind === 'LambdaSegment');
  const item = itemOf(collection, referent, lambda?.variable ?? '$this', scope);
  const conditions: BoundExpression[] = [];
  let within = referent;
  for (const [position, segment] of segments.entries()) {
    const isLast = position === segments.length - 1;
    if (isCast(segment, within, scope.index)) {
      within = { ...within, cast: true };
    } else if (segment.kind === 'FilterSegment') {
      conditions.push(bindCondition(segment.expression, filterScope(scope, item), bind));
      const { key } = segment;
      if (key !== undefined) {
        if (goOn === undefined || collection.kind !== 'BoundProperty' || !isNavigation(collection)) return undefined;
        const one = picked({ collection, key, among: { variable: item.variable, conditions } }, scope, bind);
        return goOn({ ...one, before: [], segments: segments.slice(position + 1) });
      }
    } else if (segment.kind === 'CountSegment' && isLast) {
      conditions.push(...bindOptions(segment.options ?? [], filterScope(scope, item), bind));
      return lambdaOf({ operator: '$count', collection, variable: item.variable, conditions });
    } else if (segment.kind === 'LambdaSegment' && isLast) {
      const { operator, variable, predicate } = segment;
      const condition =
        predicate === undefined || variable === undefined
          ? []
          : [bindCondition(predicate, lambdaScope(scope, variable, item), bind)];
      if (operator === 'any') {
        return lambdaOf({ operator, collection, variable: item.variable, conditions: [...conditions, ...condition] });
      }
      const others = [...conditions, ...condition.map(negated)];
      const operand = lambdaOf({ operator: 'any', collection, variable: item.variable, conditions: others });
      return { kind: 'BoundUnary', type: booleanType, operator: 'not', operand };
    } else {
      return undefined;
    }
  }
  return lambdaOf({ operator: '$filter', collection, variable: item.variable, conditions });
}

type Item = Beginning & { readonly variable: BoundVariable };

function itemOf({ type }: BoundExpression, referent: Referent<Meant>, name: string, scope: Scope): Item {
  const entities = referent.kind === 'entities' ? typeAt(referent.of, scope.index) : undefined;
  const entityType = entities !== 'open' && entities?.kind === 'EntityType' ? entities : undefined;
  return {
    variable: { name: freeName(name, scope), entityType },
    referent: elementOf(referent),
    type: { type: type.type, collection: false },
  };
}

/** A name for a variable that no other one has there. */
export function freeName(name: string, { variables, here }: Scope): string {
  const taken = new Set([here, ...variables.values()].map(({ variable }) => variable?.name));
  let free = name;
  while (taken.has(free)) free += "'";
  return free;
}

/** A name without a variable belongs to what is around the lambda. */
const lambdaScope = (scope: Scope, name: string, item: Item): Scope => ({
  ...scope,
  variables: new Map([...scope.variables, [name, item]]),
});

/** A name without a variable belongs to the item. */
const filterScope = (scope: Scope, item: Item): Scope => ({ ...scope, here: item, bound: new Map() });

function bindCondition(node: Expression, scope: Scope, bind: Bind): BoundExpression {
  const bound = bind(node, scope);
  if (isLogical(bound)) return bound;
  throw mismatch(`${capital(describe(bound))} is neither true nor false, which a condition on items has to be.`, scope);
}

function bindOptions(options: readonly QueryOption[], scope: Scope, bind: Bind): readonly BoundExpression[] {
  const filter = findOption(options, 'FilterOption');
  const search = findOption(options, 'SearchOption');
  return [
    ...(filter === undefined ? [] : [bindCondition(filter.expression, scope, bind)]),
    ...(search === undefined ? [] : [bindSearch(search.expression, textsOf(scope.here, scope.index), scope)]),
  ];
}
