/** The names of an expression: what its paths lead to, and which names each part of it sees. */
import {
  walk,
  type AggregateItem,
  type Expression,
  type MemberPath,
  type PathSegment,
  type QueryOption,
} from '../../../../grammar/index.ts';
import { elementOf, isCollection, NameError, withSegments, type Names, type Referent } from './names.ts';
import { followSegment } from './follow-segment.ts';

/** What the names of an expression are looked up in. */
export interface NameScope<Of> {
  readonly names: Names<Of>;
  /** The instance that a path begins at. */
  readonly here: Referent<Of>;
  /** The instance that `$it` is; that of the expression where it is left out. */
  readonly it?: Referent<Of>;
  /** Range variables of `any` and `all`, and what they stand for. */
  readonly variables?: ReadonlyMap<string, readonly Referent<Of>[]>;
  /** A path may go on behind a collection: what is aggregated are the values of all its items. */
  readonly aggregated?: boolean;
}

/** Looks up the names of an expression; the values of parameter aliases are left out. Throws NameError. */
export function resolveExpression<Of>(expression: Expression, scope: NameScope<Of>): void {
  walk(expression, (node) => {
    if (node.kind === 'MemberPath') resolveMemberPath(node, scope);
    return node.kind === 'MemberPath' ? 'skip' : undefined;
  });
}

/** The names in `$filter` and `$orderby`. */
export function resolveFilters<Of>(options: readonly QueryOption[], scope: NameScope<Of>): void {
  for (const option of options) {
    if (option.kind === 'FilterOption') resolveExpression(option.expression, scope);
    if (option.kind === 'OrderbyOption') option.items.forEach(({ expression }) => resolveExpression(expression, scope));
  }
}

/** Where each segment of a path leads; less of them where what follows cannot be told by names. Throws NameError. */
export function resolveMemberPath<Of>(path: MemberPath, scope: NameScope<Of>): readonly (readonly Referent<Of>[])[] {
  try {
    return memberTrace(path, scope);
  } catch (error) {
    throw withSegments(error, path.segments);
  }
}

function memberTrace<Of>(path: MemberPath, scope: NameScope<Of>): readonly (readonly Referent<Of>[])[] {
  const trace: (readonly Referent<Of>[])[] = [];
  let within = startOf(path, scope);
  for (const [index, segment] of path.segments.entries()) {
    if (within === undefined || segment.kind === 'AnnotationSegment') return trace;
    const variable = index === 0 && path.root === undefined ? variableOf(segment, scope) : undefined;
    within = variable ?? followMember(within, segment, scope, index === 0);
    trace.push(within);
  }
  return trace;
}

function startOf<Of>({ root }: MemberPath, { here, it, names }: NameScope<Of>): readonly Referent<Of>[] | undefined {
  switch (root) {
    case undefined:
      return [here];
    case '$it':
      return [it ?? here];
    case '$root':
      return [names.root];
    case '$these':
      return [collectionOf(here)];
    default:
      return undefined;
  }
}

/** The collection that an instance is one of. */
export const collectionOf = <Of>(referent: Referent<Of>): Referent<Of> => ({
  ...referent,
  kind: referent.kind === 'complex' ? 'complexes' : 'entities',
});

function variableOf<Of>(segment: PathSegment, { variables }: NameScope<Of>): readonly Referent<Of>[] | undefined {
  return segment.kind === 'NameSegment' ? variables?.get(segment.name) : undefined;
}

function followMember<Of>(
  within: readonly Referent<Of>[],
  segment: PathSegment,
  scope: NameScope<Of>,
  isFirst: boolean,
): readonly Referent<Of>[] {
  const collections = within.filter(isCollection);
  switch (segment.kind) {
    case 'LambdaSegment':
    case 'AggregateSegment':
      if (collections.length === 0) throw new NameError('notCollection', segment, within);
      break;
    case 'CountSegment':
      // `$count` alone counts the instances at hand; when aggregated, single values can be counted as well.
      if (!isFirst && scope.aggregated !== true) followSegment(within, segment, scope.names);
      break;
    default: {
      const passed = scope.aggregated === true ? collections.map(elementOf) : [];
      const next = followSegment([...within, ...passed], segment, scope.names);
      resolveWithin(segment, within, scope);
      return next;
    }
  }
  resolveWithin(segment, within, scope);
  return within.slice(0, 1).map(({ of }) => ({ kind: 'primitive', of }));
}

/** The names in the parentheses of a segment, which are those of the items of the collection it stands behind. */
export function resolveWithin<Of>(segment: PathSegment, within: readonly Referent<Of>[], scope: NameScope<Of>): void {
  const items = within.filter(isCollection).map(elementOf);
  const [here] = items;
  if (here === undefined) return;
  const inner: NameScope<Of> = { ...scope, aggregated: false, here };
  switch (segment.kind) {
    case 'FilterSegment':
      return resolveExpression(segment.expression, inner);
    case 'CountSegment':
      return resolveFilters(segment.options ?? [], inner);
    case 'LambdaSegment': {
      const { predicate, variable } = segment;
      if (predicate === undefined || variable === undefined) return;
      const variables = new Map([...(scope.variables ?? []), [variable, items] as const]);
      // A name without a variable belongs to the instance around it (URL Conventions 5.1.1.13).
      return resolveExpression(predicate, { ...scope, aggregated: false, variables });
    }
    case 'AggregateSegment':
      resolveAggregateItem(segment.item, inner);
      return;
    default:
      return;
  }
}

// ---- aggregate ------------------------------------------------------------------------------------------------------

/** What an item adds; without a method it is a custom aggregate or a count, and what is added or so is no collection. */
export function resolveAggregateItem<Of>(
  { expression, method, from, alias }: AggregateItem,
  scope: NameScope<Of>,
): readonly (readonly [string, readonly Referent<Of>[]])[] {
  const within = { ...scope, aggregated: true };
  const custom = expression.kind === 'MemberPath' ? customAggregate(expression, within) : undefined;
  if (custom === undefined) {
    if (expression.kind === 'BinaryExpression') checkOperands([expression.left, expression.right], within);
    resolveExpression(expression, within);
    const counts = expression.kind === 'MemberPath' && expression.segments.at(-1)?.kind === 'CountSegment';
    if (method === undefined && !counts) throw new NameError('noMethod', expression, [scope.here]);
  }
  for (const each of from) for (const path of each.properties) resolveMemberPath(path, scope);
  const name = alias ?? custom;
  return name === undefined ? [] : [[name, [{ kind: 'primitive', of: scope.here.of }]]];
}

/** The name of the custom aggregate that a path ends in. */
function customAggregate<Of>(path: MemberPath, scope: NameScope<Of>): string | undefined {
  const last = path.segments.at(-1);
  if (last?.kind !== 'NameSegment') return undefined;
  const before = resolveMemberPath({ ...path, segments: path.segments.slice(0, -1) }, scope).at(-1) ?? [scope.here];
  return before.some((referent) => scope.names.find('customAggregate', last.name, referent).length > 0)
    ? last.name
    : undefined;
}

function checkOperands<Of>(operands: readonly Expression[], scope: NameScope<Of>): void {
  for (const operand of operands) {
    if (operand.kind !== 'MemberPath' || operand.root !== undefined) continue;
    if (!operand.segments.every(({ kind }) => kind === 'NameSegment')) continue;
    const passed = resolveMemberPath(operand, scope).slice(0, -1);
    if (passed.some((referents) => referents.some(isCollection))) throw new NameError('operand', operand, [scope.here]);
  }
}
