import type { AnnotationSegment, Expression, MemberPath, NameSegment, PathSegment } from '../../../../grammar/index.ts';
import type { NavigationProperty, Property } from '../../model/edm.ts';
import type { BoundExpression, BoundProperty } from '../../bound/bound.ts';
import { capital, describe } from '../../bound/describe.ts';
import { untyped } from '../../bound/type-rules.ts';
import { beginningOf, noKey, picked, type Start } from './beginnings.ts';
import { bindAlias, usedAgain } from './bind-alias.ts';
import { bindItems } from './bind-items.ts';
import { bindMembers, isPlainName, pathOf } from './bind-members.ts';
import { goOnBehind } from './go-on-behind.ts';
import { isOpenBehind, memberAt, type Meant, type Member } from '../names/model-names.ts';
import { isCollection, NameError, type Referent } from '../names/names.ts';
import { openNameHint } from '../hints/open-names.ts';
import { segmentText } from '../hints/segment-text.ts';
import { optionError } from '../hints/option-errors.ts';
import { checkSegments } from '../options/query-sizes.ts';
import { mismatch, type Beginning, type Scope, unsupported } from './scope.ts';

type Bind = (node: Expression, scope: Scope) => BoundExpression;

/**
 * A path in an expression, `Name`, `Address/City`, `Job/Client/Name`, `CustomFields/Region`, `t/Name` behind a range
 * variable, `Trips/any(t:...)`, `Trips/$count`, `$root/Jobs('x')/Name`, `@alias/Name`, checked name by name.
 */
export function bindMemberPath(node: MemberPath, scope: Scope, bind: Bind): BoundExpression {
  checkSegments(node.segments.length, scope.target);
  if (node.root === '@') return bindBehind(bindAlias(node.alias ?? '', scope, bind), node.segments, scope, bind);
  const start = beginningOf(node, scope, bind);
  const [first, ...behind] = start.segments;
  const computed = first === undefined ? undefined : bindComputedName(first, start, scope);
  return computed === undefined ? bindSegments(start, scope, bind) : bindBehind(computed, behind, scope, bind);
}

/** What a name stands for that is computed: whoever uses it pays for it. */
function bindComputedName(segment: PathSegment, { computed }: Beginning, scope: Scope): BoundExpression | undefined {
  const known = isPlainName(segment) ? computed?.get(segment.name) : undefined;
  return known && usedAgain(known, scope);
}

/** Where a path goes on behind what an alias or a computed name stands for. */
function bindBehind(
  expression: BoundExpression,
  segments: readonly PathSegment[],
  scope: Scope,
  bind: Bind,
): BoundExpression {
  if (segments.length === 0) return expression;
  const next = goOnBehind(expression, segments, scope);
  switch (next.kind) {
    case 'value':
      return bindBehind(next.value, segments.slice(1), scope, bind);
    case 'items': {
      const items = bindItems({ collection: expression, referent: next.referent, segments }, scope, bind);
      if (items !== undefined) return items;
      throw mismatch(
        `${capital(describe(expression))} is a collection, and behind it stands 'any', 'all' or '$count'.`,
        scope,
      );
    }
    case 'start':
      return bindSegments(next.start, scope, bind);
  }
}

function bindSegments(start: Start, scope: Scope, bind: Bind): BoundExpression {
  const {
    members: behind,
    referent,
    rest,
    unbound,
  } = bindMembers(start.segments, { added: namesComputed(start), ...start.referent }, scope);
  const members = [...start.before, ...behind];
  const property = propertyOf(start, members);
  if (unbound === undefined) return property;
  if (unbound.kind === 'NameSegment' && unbound.key === undefined) {
    const one = bindPicked(start, members, referent, unbound, scope, bind);
    if (one !== undefined) return bindSegments({ ...one, before: [], segments: rest.slice(1) }, scope, bind);
  }
  if (unbound.kind === 'AnnotationSegment' && (unbound.term.includes('.') || !isOpenBehind(members, scope.index))) {
    return bindAnnotation(rest.slice(1), scope, bind);
  }
  // A dynamic property may hold a collection.
  const isOpen = referent.of?.kind === 'DynamicProperty' && unbound.kind !== 'NameSegment';
  const items = isOpen ? ({ ...referent, kind: 'complexes' } as const) : referent;
  if (isCollection(items)) {
    const goOn = (next: Start): BoundExpression => bindSegments(next, scope, bind);
    const bound = bindItems({ collection: property, referent: items, segments: rest, goOn }, scope, bind);
    if (bound !== undefined) return bound;
  }
  const before = start.segments.slice(0, start.segments.length - rest.length);
  throw notBound({ segment: unbound, referent, members, before }, scope);
}

/** `Trips(...)`: the one entity that has the key. */
function bindPicked(
  start: Start,
  members: readonly Member[],
  referent: Referent<Meant>,
  { name, qualified, arguments: key }: NameSegment,
  scope: Scope,
  bind: Bind,
): Beginning | undefined {
  const member = qualified || key === undefined ? undefined : memberAt(referent, name, scope.index);
  if (member?.kind !== 'NavigationProperty' || key === undefined) return undefined;
  if (!member.collection) throw noKey(name, member.target);
  return picked({ collection: propertyOf(start, [...members, member]), key }, scope, bind);
}

/**
 * Nothing carries annotations here, and the value of one that is not applied is null (URL Conventions 5.1.1.16). Behind an
 * open value a term without a namespace is more likely meant as a name.
 */
function bindAnnotation(behind: readonly PathSegment[], scope: Scope, bind: Bind): BoundExpression {
  const nothing = { kind: 'BoundLiteral', type: untyped, value: null } as const;
  const referent = { kind: 'complexes', of: { kind: 'DynamicProperty', name: '@' } } as const;
  const position = behind.findIndex(({ kind }) => kind !== 'NameSegment');
  if (position < 0) return nothing;
  const items = { collection: nothing, referent, segments: behind.slice(position) };
  return bindItems(items, scope, bind) ?? nothing;
}

function propertyOf({ variable, type }: Beginning, members: readonly Member[]): BoundProperty {
  const { path, dynamic } = pathOf(members);
  const typed = dynamic.length > 0 ? untyped : typeOf(path.at(-1), type);
  return { kind: 'BoundProperty', type: typed, ...(variable && { variable }), path, dynamic };
}

function typeOf(
  member: Property | NavigationProperty | undefined,
  whole: BoundProperty['type'],
): BoundProperty['type'] {
  if (member === undefined) return whole;
  return member.kind === 'NavigationProperty' ? untyped : { type: member.type, collection: member.collection };
}

/** Those that stand for expressions, for hints. */
const namesComputed = ({ computed }: Beginning) => new Map(computed?.names.map((name) => [name, []]));

// ---- Refusals -------------------------------------------------------------------------------------------------------

/** `CustomFields/@Home`: behind an open value it may be meant as a name. */
export function annotationOf(before: readonly Member[], annotation: AnnotationSegment, target: string): Error {
  const hint = openNameHint(before.map(({ name }) => name).join('/'), segmentText(annotation));
  return unsupported(`The value of an annotation in ${target}`, target, hint);
}

interface Unbound {
  readonly segment: PathSegment;
  /** What is in front of it. */
  readonly referent: Referent<Meant>;
  readonly members: readonly Member[];
  readonly before: readonly PathSegment[];
}

/** Why a segment cannot stand there. */
function notBound({ segment, referent, members, before }: Unbound, { target, index }: Scope): Error {
  const refused = (problem: 'unknown' | 'parentheses' | 'notCollection'): Error =>
    optionError(new NameError(problem, segment, [referent], before), target, index);
  switch (segment.kind) {
    case 'NameSegment': {
      const isMember = !segment.qualified && memberAt(referent, segment.name, index) !== undefined;
      return refused(isMember ? 'parentheses' : 'unknown');
    }
    case 'AnnotationSegment':
      return annotationOf(members, segment, target);
    case 'AggregateSegment':
      return unsupported("'aggregate' in an expression", target);
    case 'LambdaSegment':
    case 'CountSegment':
    case 'FilterSegment':
      return refused('notCollection');
    default:
      return refused('unknown');
  }
}
