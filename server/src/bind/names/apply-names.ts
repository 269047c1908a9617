/** The names of `$apply` and `$compute`: which ones a transformation may use, and which ones it leaves to the next. */
import type {
  ComputeItem,
  Expression,
  GroupbyElement,
  HierarchyReference,
  JoinTransformation,
  MemberPath,
  NestTransformation,
  Transformation,
  TransformationSequence,
} from '../../../../grammar/index.ts';
import {
  collectionOf,
  resolveAggregateItem,
  resolveExpression,
  resolveMemberPath,
  type NameScope,
} from './member-names.ts';
import { elementOf, isCollection, NameError, type Referent } from './names.ts';
import { closedTo, withAdded, withPath, type AddedProperty } from './transformed-instances.ts';
import { followSegment } from './follow-segment.ts';

/** The instances that a sequence of transformations leaves; throws NameError. */
export function resolveApply<Of>({ transformations }: TransformationSequence, scope: NameScope<Of>): Referent<Of> {
  return transformations.reduce((here, each) => transform(each, { ...scope, here }), scope.here);
}

function transform<Of>(node: Transformation, scope: NameScope<Of>): Referent<Of> {
  const { here, names } = scope;
  switch (node.kind) {
    case 'AggregateTransformation':
      return closedTo(
        here,
        node.items.flatMap((item) => resolveAggregateItem(item, scope)),
      );
    case 'GroupbyTransformation':
      return resolveGroupby(node.elements, node.apply, scope);
    case 'ComputeTransformation':
      return resolveCompute(node.items, scope);
    case 'ConcatTransformation':
      return either(node.sequences.map((each) => resolveApply(each, scope)));
    case 'FilterTransformation':
      resolveExpression(node.expression, scope);
      return here;
    case 'OrderbyTransformation':
      for (const { expression } of node.items) resolveExpression(expression, scope);
      return here;
    case 'RankTransformation':
      resolveExpression(node.amount, scope);
      resolveExpression(node.value, scope);
      return here;
    case 'JoinTransformation':
      return resolveJoin(node, scope);
    case 'NestTransformation':
      return resolveNest(node, scope);
    case 'HierarchyTransformation':
      resolveOverNodes(node.hierarchy, scope);
      resolveApply(node.start, scope);
      return here;
    case 'TraverseTransformation':
      resolveOverNodes(node.hierarchy, scope, (nodes) => {
        if (node.apply !== undefined) resolveApply(node.apply, nodes);
        for (const { expression } of node.orderby) resolveExpression(expression, nodes);
      });
      return here;
    case 'CustomTransformation': {
      const [result] = followSegment([collectionOf(here)], node.function, names);
      return result === undefined ? here : elementOf(result);
    }
    case 'SearchTransformation':
    case 'PageTransformation':
    case 'IdentityTransformation':
      return here;
  }
}

/** The instances with the computed properties, each of which may be computed from the others. */
export function resolveCompute<Of>(items: readonly ComputeItem[], outer: NameScope<Of>): Referent<Of> {
  const value = { kind: 'primitive', of: outer.here.of } as const;
  const scope = {
    ...outer,
    here: withAdded(
      outer.here,
      items.map(({ alias }) => [alias, [value]] as const),
    ),
  };
  const added = items.map(({ expression, alias }) => [alias, resolveValue(expression, scope)] as const);
  return withAdded(outer.here, added);
}

function resolveValue<Of>(expression: Expression, scope: NameScope<Of>): readonly Referent<Of>[] {
  const value = { kind: 'primitive', of: scope.here.of } as const;
  if (expression.kind === 'MemberPath') return resolveMemberPath(expression, scope).at(-1) ?? [value];
  resolveExpression(expression, scope);
  return [value];
}

// ---- groupby --------------------------------------------------------------------------------------------------------

/** The grouping properties, and what the transformations of each group leave. */
function resolveGroupby<Of>(
  elements: readonly GroupbyElement[],
  apply: TransformationSequence | undefined,
  scope: NameScope<Of>,
): Referent<Of> {
  const paths = elements.flatMap((element) => groupingPaths(element, scope));
  const result = apply === undefined ? undefined : resolveApply(apply, scope);
  if (result !== undefined && result.closed !== true) return result;
  const grouped = paths.reduce(withPath, closedTo(scope.here, []));
  return withAdded(grouped, [...(result?.added ?? [])]);
}

function groupingPaths<Of>(element: GroupbyElement, scope: NameScope<Of>): readonly (readonly AddedProperty<Of>[])[] {
  switch (element.kind) {
    case 'MemberPath':
      return [groupingPath(element, scope)];
    case 'RollupLevels':
      // One name alone is the qualifier of a leveled hierarchy.
      return element.properties.length < 2 ? [] : element.properties.map((path) => groupingPath(path, scope));
    case 'RollupRecursive': {
      const { apply } = element;
      return [
        resolveOverNodes(element.hierarchy, scope, (nodes) => {
          if (apply !== undefined) resolveApply(apply, nodes);
        }),
      ];
    }
  }
}

/** A grouping property is single-valued, and nothing follows a primitive one. */
function groupingPath<Of>({ segments }: MemberPath, { here, names }: NameScope<Of>): readonly AddedProperty<Of>[] {
  let within: readonly Referent<Of>[] = [here];
  return segments.map((segment, index) => {
    if (segment.kind !== 'NameSegment') throw new NameError('unknown', segment, within);
    const found = followSegment(within, segment, names);
    const single = found.filter((referent) => !isCollection(referent));
    if (single.length === 0) throw new NameError('collection', segment, within);
    const isLast = index === segments.length - 1;
    const fit = isLast ? single : single.filter(({ kind }) => kind === 'entity' || kind === 'complex');
    if (fit.length === 0) throw new NameError('leaf', segment, within);
    within = fit;
    return [segment.name, fit];
  });
}

// ---- Other names ----------------------------------------------------------------------------------------------------

/** Behind a join every instance has one of the collection's items as its alias. */
function resolveJoin<Of>({ path, alias, apply }: JoinTransformation, scope: NameScope<Of>): Referent<Of> {
  const trace = resolveMemberPath(path, scope);
  const collection = trace.at(-1)?.find(isCollection);
  if (collection === undefined) {
    throw new NameError('notCollection', path.segments.at(-1) ?? path, trace.at(-2) ?? [scope.here]);
  }
  const item = elementOf(collection);
  const joined = apply === undefined ? item : resolveApply(apply, { ...scope, here: item });
  return withAdded(scope.here, [[alias, [joined]]]);
}

function resolveNest<Of>({ path, items }: NestTransformation, scope: NameScope<Of>): Referent<Of> {
  const end = path === undefined ? undefined : resolveMemberPath(path, { ...scope, aggregated: true }).at(-1)?.[0];
  const here = end === undefined ? scope.here : elementOf(end);
  const nested = items.map(({ apply, alias }): AddedProperty<Of> => {
    return [alias, [collectionOf(resolveApply(apply, { ...scope, here }))]];
  });
  if (path === undefined) return closedTo(scope.here, nested);
  return withAdded(scope.here, nested);
}

/**
 * The names of a recursive hierarchy, and those of its nodes by `resolve`; what leads from an instance to its node stays
 * when instances are grouped by it.
 */
function resolveOverNodes<Of>(
  { nodes, path }: HierarchyReference,
  scope: NameScope<Of>,
  resolve: (nodes: NameScope<Of>) => void = () => undefined,
): readonly AddedProperty<Of>[] {
  const collection = resolveMemberPath(nodes, scope).at(-1)?.find(isCollection);
  const [to] = resolveMemberPath(path, { ...scope, aggregated: true });
  if (collection !== undefined) resolve({ ...scope, here: elementOf(collection) });
  const [first] = path.segments;
  return first?.kind === 'NameSegment' && to !== undefined ? [[first.name, to]] : [];
}

/** Behind `concat` an instance comes from one of the sequences. */
function either<Of>(referents: readonly Referent<Of>[]): Referent<Of> {
  const [first, ...others] = referents;
  if (first === undefined) throw new Error('concat has sequences');
  const all = others.reduce((referent, other) => withAdded(referent, [...(other.added ?? [])]), first);
  return { ...all, closed: referents.every(({ closed }) => closed === true) };
}
